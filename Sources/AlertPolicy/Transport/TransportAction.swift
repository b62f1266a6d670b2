public import ProbeModel

/// A change that the map needs.
public enum TransportAction: Hashable, Sendable {
    /// Send the domain's mail another way.
    case divert(DomainName, DivertedEntry)
    /// Put back what was.
    case restore(DomainName, DivertedEntry)

    /// The domain.
    public var domain: DomainName {
        switch self {
        case .divert(let domain, _), .restore(let domain, _): return domain
        }
    }
}
