import ProbeModel

/// The kind of a fact, which its sign and its colour repeat.
enum Mark: Hashable, Sendable, CaseIterable {
    /// As it should be.
    case good
    /// Something is not right.
    case warning
    /// Mail cannot pass.
    case bad
    /// It could not be told.
    case unknown
    /// Neither good nor bad.
    case neutral

    /// The mark of a severity.
    init(_ severity: Severity) {
        switch severity {
        case .ok: self = .good
        case .warning: self = .warning
        case .unknown: self = .unknown
        case .critical: self = .bad
        }
    }

    /// How it looks.
    var style: Style {
        switch self {
        case .good: return .good
        case .warning: return .warning
        case .bad: return .bad
        case .unknown: return .unknown
        case .neutral: return .faint
        }
    }
}
