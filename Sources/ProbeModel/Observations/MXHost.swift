/// One mail host of a domain: an MX record's exchange, or the domain itself for an implicit MX.
public struct MXHost: Hashable, Sendable {
    /// The preference of the record; 0 for an implicit MX (RFC 5321 section 5.1).
    public var preference: UInt16

    /// The name as DNS gave it.
    public var exchange: DNSName

    /// The name as a host name; `nil` when it is none (an address literal, or odd bytes).
    public var name: DomainName?

    /// Whether this machine itself is meant, by name or address.
    public var isSelf: Bool

    /// Whether the host comes at or after this machine in preference, so that mail from here never goes to it.
    public var isBehindSelf: Bool

    /// The lookups of its A and AAAA records.
    public var addressLookups: [Lookup]

    /// The lookup of its TLSA records at port 25; `nil` when it was not asked for (RFC 7672 section 2.2).
    public var tlsaLookup: Lookup?

    /// Creates a mail host that has not been looked up.
    public init(preference: UInt16, exchange: DNSName) {
        self.preference = preference
        self.exchange = exchange
        name = DomainName(exchange)
        isSelf = false
        isBehindSelf = false
        addressLookups = []
    }

    /// All its addresses, IPv4 first, each once.
    public var addresses: [IPAddress] {
        let found = addressLookups.flatMap(\.addresses)
        // One address is the usual case, and rules ask often.
        return found.count < 2 ? found : Array(Set(found)).sorted()
    }

    /// Where its name leads when it is an alias, which an MX host must not be (RFC 2181 section 10.3).
    public var canonicalName: DNSName? { addressLookups.compactMap(\.canonicalName).first }

    /// The TLSA records to judge its certificate by: only secure ones (RFC 7672 section 2.2).
    public var secureTLSARecords: [TLSARecord] {
        guard let tlsaLookup, tlsaLookup.dnssec == .secure else { return [] }
        return tlsaLookup.tlsaRecords
    }
}
