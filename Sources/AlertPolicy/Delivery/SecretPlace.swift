/// Where a secret is to be read, as the configuration says it; printing it never shows the secret.
public enum SecretPlace: Hashable, Sendable {
    /// Here: the configuration holds it.
    case literal(String)
    /// In a file, whose path is absolute.
    case file(String)
    /// In an environment variable of this name.
    case environment(String)
}

extension SecretPlace: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the secret is, without the secret.
    public var description: String {
        switch self {
        case .literal: return "(hidden)"
        case .file(let path): return "file \(path)"
        case .environment(let name): return "environment variable \(name)"
        }
    }

    /// The same, for debuggers and for the descriptions of values that hold this one.
    public var debugDescription: String { description }

    /// The same, for `dump`.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
