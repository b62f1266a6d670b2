/// Where a secret comes from; printing it never shows the secret.
package enum SecretSource: Hashable, Sendable {
    /// The secret itself, as the configuration holds it.
    case literal(String)
    /// A file that holds it.
    case file(String)
    /// An environment variable that holds it.
    case environment(String)
}

extension SecretSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the secret is, without the secret.
    package var description: String {
        switch self {
        case .literal: return "(hidden)"
        case .file(let path): return "file \(path)"
        case .environment(let name): return "environment variable \(name)"
        }
    }

    /// The same, for debuggers and for the descriptions of values that hold this one.
    package var debugDescription: String { description }

    /// The same, for `dump`.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
