package import ProbeModel

/// What a diagnosis is asked about.
package enum Target: Hashable, Sendable {
    /// A domain that mail is addressed to.
    case domain(DomainName)
    /// A mail host, whatever domains it serves.
    case host(DomainName)

    /// The name as asked.
    package var name: DomainName {
        switch self {
        case .domain(let name), .host(let name): return name
        }
    }
}
