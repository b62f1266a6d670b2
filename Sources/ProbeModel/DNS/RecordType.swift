/// A DNS record type that mxprobe asks for or meets, by its number (RFC 1035 section 3.2.2).
public enum RecordType: UInt16, Hashable, Sendable {
    /// IPv4 address.
    case a = 1
    /// Canonical name of an alias.
    case cname = 5
    /// Start of a zone of authority.
    case soa = 6
    /// Name of an address (RFC 1035 section 3.5).
    case ptr = 12
    /// Mail exchange.
    case mx = 15
    /// IPv6 address (RFC 3596).
    case aaaa = 28
    /// Signature (RFC 4034).
    case rrsig = 46
    /// Zone key (RFC 4034).
    case dnskey = 48
    /// Certificate association (RFC 6698).
    case tlsa = 52

    /// The mnemonic, in capitals.
    public var mnemonic: String {
        switch self {
        case .a: return "A"
        case .cname: return "CNAME"
        case .soa: return "SOA"
        case .ptr: return "PTR"
        case .mx: return "MX"
        case .aaaa: return "AAAA"
        case .rrsig: return "RRSIG"
        case .dnskey: return "DNSKEY"
        case .tlsa: return "TLSA"
        }
    }
}
