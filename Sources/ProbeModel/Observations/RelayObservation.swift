/// What a host showed that may serve as relayhost.
public struct RelayObservation: Hashable, Sendable {
    /// The host's name.
    public var host: DomainName

    /// Who named it.
    public var origin: Origin

    /// The sessions with its ports, at whichever address.
    public var probes: [ProbeObservation]

    /// Creates an observation.
    public init(host: DomainName, origin: Origin = .user, probes: [ProbeObservation]) {
        self.host = host
        self.origin = origin
        self.probes = probes
    }

    /// Who names a relay.
    public enum Origin: Hashable, Sendable {
        /// The user, by option or configuration.
        case user
        /// The data about providers; the provider's name.
        case provider(String)
    }
}
