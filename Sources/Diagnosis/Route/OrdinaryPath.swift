public import ProbeModel

/// Whether port 25 of a domain's own MX hosts works from here, whatever way mail takes just now.
public enum OrdinaryPath: Hashable, Sendable {
    /// One of them answers, and is no device in between.
    case works
    /// None does.
    case fails
    /// It was not tried to the end, works by turns, or there is no such host.
    case unknown

    /// Judges what was seen of a domain.
    ///
    /// - Parameters:
    ///   - observation: What was seen.
    ///   - egress: What is known of this machine's port 25.
    public init(_ observation: DomainObservation, egress: [EgressReport]) {
        switch RouteAssessment.mxPath(observation, egress: egress) {
        case .works: self = .works
        case .fails: self = .fails
        case .unknown, .absent: self = .unknown
        }
    }
}
