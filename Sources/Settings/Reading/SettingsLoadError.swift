import ProbeModel

/// Why there are no settings; exit status 78 either way.
package enum SettingsLoadError: Error, Hashable, Sendable {
    /// The file cannot be read.
    case unreadable(path: String, reason: String)
    /// The file holds mistakes.
    case invalid(path: String, SettingsErrors)

    /// One lower-case line for each thing that is wrong.
    package var lines: [String] {
        switch self {
        case .unreadable(let path, let reason):
            return ["cannot read \(SafeText.escape(path)): \(reason)"]
        case .invalid(let path, let errors):
            return errors.all.map { "\(SafeText.escape(path)): \($0)" }
        }
    }
}
