/// A fact that a verdict rests on, with the measurement behind it.
public struct Evidence: Hashable, Sendable {
    /// The stable dotted id, such as `controls.port25-fails`.
    public let id: EvidenceID

    /// One sentence with the measurement, safe to print.
    public let message: String

    /// Creates a piece of evidence.
    public init(_ id: EvidenceID, _ message: String) {
        self.id = id
        self.message = message
    }
}
