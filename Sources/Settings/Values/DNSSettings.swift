package import ProbeModel

/// How names are looked up.
package struct DNSSettings: Hashable, Sendable {
    /// The resolvers to ask; empty for the system's.
    package var resolvers: [ResolverAddress] = []
    /// Whether answers are validated.
    package var dnssec = true
    /// A file with the trust anchor; `nil` for the one that the system installs.
    package var trustAnchor: String?
    /// Special-purpose ranges (RFC 6890) that MX hosts may lie in.
    package var allowSpecialPurpose: [IPNetwork] = []

    /// Creates the default settings.
    package init() {}
}
