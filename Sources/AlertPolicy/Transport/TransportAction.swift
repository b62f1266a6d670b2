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

/// What became of a change.
public enum TransportOutcome: Hashable, Sendable {
    /// The map says it now.
    case done
    /// It was not made; one sentence that says why, safe to print, without secrets.
    case failed(String)
    /// It was not made, because a person changed the entry meanwhile.
    case changedByHand
}
