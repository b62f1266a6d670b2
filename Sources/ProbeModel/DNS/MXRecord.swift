/// A mail exchange record: who takes mail for a domain, lower preference first (RFC 5321 section 5.1).
public struct MXRecord: Hashable, Sendable {
    /// The preference; the lowest is tried first.
    public let preference: UInt16

    /// The exchange as the record names it, which may be the root (null MX) or no host name at all.
    public let exchange: DNSName

    /// Creates a record.
    public init(preference: UInt16, exchange: DNSName) {
        self.preference = preference
        self.exchange = exchange
    }
}
