public import ProbeModel

/// What has a state that alerts tell about.
public enum Subject: Hashable, Sendable {
    /// A domain: whether mail gets there.
    case domain(DomainName)
    /// This machine's port 25 in one family.
    case egress(AddressFamily)
    /// A certificate of mail hosts: whether it ends soon.
    case certificate(CertificateIdentity)

    /// The subject as one word, `domain:domain1.com` or `egress:ipv4`; stable, used as a key.
    public var key: String {
        switch self {
        case .domain(let name): return "domain:\(name.ascii)"
        case .egress(let family): return "egress:\(family.rawValue)"
        case .certificate(let identity): return "certificate:\(identity.key)"
        }
    }

    /// Reads a key; `nil` when it is none.
    public init?(key: String) {
        guard let colon = key.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = String(key[key.index(after: colon)...])
        switch key[..<colon] {
        case "domain":
            guard let domain = DomainName(name), domain.ascii == name else { return nil }
            self = .domain(domain)
        case "egress":
            guard let family = AddressFamily(rawValue: name) else { return nil }
            self = .egress(family)
        case "certificate":
            guard let identity = CertificateIdentity(key: name) else { return nil }
            self = .certificate(identity)
        default: return nil
        }
    }
}

extension Subject: Codable {
    /// Reads the key.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let key = try container.decode(String.self)
        guard let subject = Subject(key: key) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not the key of a subject"
            )
        }
        self = subject
    }

    /// Writes the key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(key)
    }
}
