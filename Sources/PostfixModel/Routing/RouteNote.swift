/// A setting that may change a route and that was not, or could not be, taken into account.
public struct RouteNote: Hashable, Sendable {
    /// The parameter of main.cf.
    public let parameter: String

    /// What it may change, in one sentence.
    public let message: String

    /// Creates a note.
    public init(parameter: String, message: String) {
        self.parameter = parameter
        self.message = message
    }
}
