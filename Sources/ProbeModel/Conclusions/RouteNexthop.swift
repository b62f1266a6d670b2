/// One nexthop of a route (transport(5), RESULT FORMAT).
public struct RouteNexthop: Hashable, Sendable {
    /// Where the SMTP client goes.
    public var destination: Destination

    /// The port.
    public var port: UInt16

    /// The nexthop as the entry has it, `[mail.domain1.com]:2525`.
    public var text: String

    /// Creates a nexthop.
    public init(_ destination: Destination, port: UInt16, text: String) {
        self.destination = destination
        self.port = port
        self.text = text
    }

    /// Where the SMTP client goes.
    public enum Destination: Hashable, Sendable {
        /// To the MX hosts of a name, or to the name's own addresses where it has no MX records.
        case mx(DomainName)
        /// To the addresses of a host; brackets suppress the MX lookup.
        case host(DomainName)
        /// To an address.
        case address(IPAddress)
    }
}
