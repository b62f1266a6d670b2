/// What DNS said about where a domain's mail goes.
public struct MXResolution: Hashable, Sendable {
    /// The domain.
    public var domain: DomainName

    /// The lookup of its MX records.
    public var mxLookup: Lookup

    /// Where the list of hosts comes from.
    public var source: MXSource

    /// The hosts, lowest preference first, equal ones in the order of their names.
    public var hosts: [MXHost]

    /// Hosts beyond the limit that were left out.
    public var omittedHosts: Int

    /// Creates a resolution.
    public init(
        domain: DomainName,
        mxLookup: Lookup,
        source: MXSource,
        hosts: [MXHost],
        omittedHosts: Int = 0
    ) {
        self.domain = domain
        self.mxLookup = mxLookup
        self.source = source
        self.hosts = hosts
        self.omittedHosts = omittedHosts
    }
}
