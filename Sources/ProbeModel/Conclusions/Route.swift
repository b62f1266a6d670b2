/// How Postfix here would deliver a domain's mail.
public struct Route: Hashable, Sendable {
    /// What decides.
    public var source: Source

    /// The pattern of the transport entry that matched.
    public var pattern: String?

    /// The result, `transport:nexthop`, as the entry or main.cf has it.
    public var result: String?

    /// Where the deciding entry stands; `nil` where it is no line of a file.
    public var place: FilePlace?

    /// What becomes of the mail.
    public var delivery: Delivery

    /// The entry that stood there before mxprobe diverted the domain; `nil` where it did not.
    public var diversion: RouteDiversion?

    /// Whether a pattern of a table decides (`regexp:`, `pcre:`) that was asked for ``pattern``: which one, and in
    /// which line, the table does not tell.
    public var isMatchedByPattern = false

    /// The entries for single addresses of the domain, which go another way.
    public var addressEntries = RouteAddressEntries()

    /// Creates a route.
    public init(
        source: Source,
        pattern: String? = nil,
        result: String? = nil,
        place: FilePlace? = nil,
        delivery: Delivery = .mx,
        diversion: RouteDiversion? = nil
    ) {
        self.source = source
        self.pattern = pattern
        self.result = result
        self.place = place
        self.delivery = delivery
        self.diversion = diversion
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

    /// What becomes of the mail.
    public enum Delivery: Hashable, Sendable {
        /// It goes to the domain's own MX hosts, on port 25.
        case mx
        /// It goes by SMTP to these nexthops, in this order.
        case smtp(transport: String, [RouteNexthop])
        /// It is returned to the sender with this text (`error:`).
        case returned(String)
        /// It waits, with this text (`retry:`).
        case deferred(String)
        /// It does not leave by SMTP: the transport's name (`local`, `lmtp`, a pipe).
        case other(transport: String)
        /// It could not be told; one lower-case phrase that says why.
        case unknown(String)
    }
}
