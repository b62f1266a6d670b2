public import ProbeModel

/// A piece of evidence or a finding as an event keeps it.
public struct AlertEvidence: Hashable, Sendable, Codable {
    /// The stable dotted id.
    public var id: String
    /// One sentence, safe to print.
    public var message: String

    /// Creates a piece.
    public init(id: String, message: String) {
        self.id = id
        self.message = message
    }

    /// Keeps a piece of evidence.
    public init(_ evidence: Evidence) {
        self.init(id: evidence.id.rawValue, message: evidence.message)
    }

    /// Keeps a finding, with what it is about.
    public init(_ finding: Finding) {
        self.init(id: finding.id.rawValue, message: "\(finding.subject): \(finding.message)")
    }
}
