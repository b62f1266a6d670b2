public import ProbeModel

/// What has a state that alerts tell about.
public enum Subject: Hashable, Sendable {
    /// A domain: whether mail gets there.
    case domain(DomainName)
    /// This machine's port 25 in one family.
    case egress(AddressFamily)

    /// The subject as one word, `domain:domain1.com` or `egress:ipv4`; stable, used as a key.
    public var key: String {
        switch self {
        case .domain(let name): return "domain:\(name.ascii)"
        case .egress(let family): return "egress:\(family.rawValue)"
        }
    }
}
