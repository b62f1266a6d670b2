/// The data of one DNS record, read and checked.
public enum RecordValue: Hashable, Sendable {
    /// A mail exchange.
    case mx(MXRecord)
    /// An IPv4 or IPv6 address.
    case address(IPAddress)
    /// A certificate association.
    case tlsa(TLSARecord)
    /// The name in a PTR or CNAME record.
    case name(DNSName)
    /// Data that does not follow the record type's format; how many bytes there were.
    case unreadable(length: Int)
}
