/// A fact that a verdict rests on, with the measurement behind it.
public struct Evidence: Hashable, Sendable {
    /// The stable dotted id, such as `controls.port25-fails`.
    public let id: String

    /// One sentence with the measurement, safe to print.
    public let message: String

    /// Creates a piece of evidence.
    public init(id: String, message: String) {
        self.id = id
        self.message = message
    }
}
