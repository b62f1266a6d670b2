public import ProbeModel

/// A certificate that a mail host showed in a run.
public struct CertificateObservation: Hashable, Sendable {
    /// The host that showed it.
    public var host: DomainName
    /// The names in it, safe to print.
    public var names: [String]
    /// When it ends, in seconds since 1970 (UTC).
    public var notAfter: Int64

    /// Creates an observation.
    public init(host: DomainName, names: [String], notAfter: Int64) {
        self.host = host
        self.names = names
        self.notAfter = notAfter
    }

    /// Which certificate it is.
    public var identity: CertificateIdentity {
        CertificateIdentity(names: names, notAfter: notAfter)
    }
}
