/// How Postfix here would deliver a domain's mail.
public struct Route: Hashable, Sendable {
    /// What decides.
    public let source: Source
    /// The pattern of the transport entry that matched.
    public let pattern: String?
    /// The result, `transport:nexthop`.
    public let result: String?

    /// Creates a route.
    public init(source: Source, pattern: String? = nil, result: String? = nil) {
        self.source = source
        self.pattern = pattern
        self.result = result
    }

    /// What decides where mail goes.
    public enum Source: String, Hashable, Sendable, Codable {
        /// MX records.
        case mx
        /// A transport entry.
        case transport
        /// The relayhost setting.
        case relayhost
    }
}
