/// Two traces to one address at one time: port 25 beside the port that serves for comparison.
public struct TracePair: Hashable, Sendable {
    /// The name of the host traced to.
    public var host: DomainName

    /// The trace of port 25.
    public var smtp: PathTrace

    /// The trace of the reference port.
    public var reference: PathTrace

    /// The names of the hops, from PTR records that came in time.
    public var hopNames: [IPAddress: DNSName]

    /// Creates a pair.
    public init(
        host: DomainName,
        smtp: PathTrace,
        reference: PathTrace,
        hopNames: [IPAddress: DNSName] = [:]
    ) {
        self.host = host
        self.smtp = smtp
        self.reference = reference
        self.hopNames = hopNames
    }
}
