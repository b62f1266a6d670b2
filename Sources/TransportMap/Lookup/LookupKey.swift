import ProbeModel

/// One key that Postfix looks up for a recipient.
public struct LookupKey: Hashable, Sendable {
    /// The key, not yet case-folded.
    public let bytes: [UInt8]

    /// What the key is of the recipient.
    public let kind: Kind

    /// What a key can be (transport(5), TABLE SEARCH ORDER).
    public enum Kind: String, Hashable, Sendable {
        /// The whole address.
        case address
        /// The address without its extension.
        case addressWithoutExtension = "address-without-extension"
        /// The domain.
        case domain
        /// A parent domain, or `.` and a parent domain.
        case parentDomain = "parent-domain"
        /// `*`.
        case wildcard
    }

    /// Whether tables of patterns (`regexp:`, `pcre:`, …) are asked too: they see the whole
    /// address and `*`, and nothing derived from the address.
    public var isForPatternTables: Bool { kind == .address || kind == .wildcard }

    /// The key, escaped for people to read.
    public var text: String { SafeText.escape(bytes) }

    /// The keys for a recipient in the order in which Postfix tries them; each is looked up in
    /// all tables before the next.
    ///
    /// An address is tried quoted first, and unquoted where that differs (`mail_addr_find`).
    public static func keys(for subject: LookupSubject, settings: LookupSettings) -> [LookupKey] {
        let subject = subject.completed(settings)
        var keys: [LookupKey] = []
        if subject.isAddress {
            keys += bothForms(of: subject.text, .address)
            if let bare = AddressForm.withoutExtension(subject.text, settings) {
                keys += bothForms(of: bare, .addressWithoutExtension)
            }
        }
        keys += domains(subject.domain, settings)
        keys.append(LookupKey(bytes: [UInt8(ascii: "*")], kind: .wildcard))
        return keys
    }

    private static func bothForms(of address: [UInt8], _ kind: Kind) -> [LookupKey] {
        let quoted = AddressForm.quoted(address)
        let forms = quoted == address ? [address] : [quoted, address]
        return forms.map { LookupKey(bytes: $0, kind: kind) }
    }

    /// The domain, then its parents, nearest first.
    private static func domains(
        _ domain: ArraySlice<UInt8>,
        _ settings: LookupSettings
    ) -> [LookupKey] {
        guard !domain.isEmpty else { return [] }
        var keys = [LookupKey(bytes: Array(domain), kind: .domain)]
        var name = domain
        while let dot = name.dropFirst().firstIndex(of: .dot) {
            name = settings.parentDomainsMatchSubdomains ? name[(dot + 1)...] : name[dot...]
            if name.isEmpty { break }
            keys.append(LookupKey(bytes: Array(name), kind: .parentDomain))
        }
        return keys
    }
}
