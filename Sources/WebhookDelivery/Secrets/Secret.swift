/// A secret that has been read; printing it never shows it.
package struct Secret: Hashable, Sendable {
    /// The secret itself: not empty, one line.
    package let text: String

    /// That others can read the file it came from, and how to change that; `nil` when they cannot.
    package let warning: SecretWarning?
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the secret.
    package var description: String { "(hidden)" }

    /// The same, for debuggers and for the descriptions of values that hold this one.
    package var debugDescription: String { description }

    /// The same, for `dump`.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
