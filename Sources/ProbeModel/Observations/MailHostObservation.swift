/// A session with port 25 of a domain's own mail host, as evidence of this machine's port 25.
public struct MailHostObservation: Hashable, Sendable {
    /// The names that a genuine greeting or certificate may carry.
    public var names: [DomainName]

    /// The session with port 25.
    public var probe: ProbeObservation

    /// The sessions with other ports of the same address.
    public var alternates: [ProbeObservation]

    /// Creates an observation.
    public init(names: [DomainName], probe: ProbeObservation, alternates: [ProbeObservation] = []) {
        self.names = names
        self.probe = probe
        self.alternates = alternates
    }
}
