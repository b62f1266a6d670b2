/// What a server offers in its EHLO reply.
public struct Capabilities: Hashable, Sendable {
    /// The capabilities in the order offered.
    public let list: [Capability]

    /// Creates a list of capabilities.
    public init(_ list: [Capability] = []) { self.list = list }

    /// Whether a keyword is offered; case does not matter.
    public func offers(_ keyword: String) -> Bool {
        list.contains { $0.keyword == keyword.uppercased() }
    }
}
