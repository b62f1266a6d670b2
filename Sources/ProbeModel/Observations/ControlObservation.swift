/// What one control showed: its port 25 beside its reference port, at the same address.
public struct ControlObservation: Hashable, Sendable {
    /// The host's name.
    public let host: DomainName
    /// Who runs it; controls of one operator count once.
    public let controlOperator: String
    /// The session with port 25.
    public let probe: ProbeObservation
    /// The session or connection with the reference port.
    public let reference: ProbeObservation

    /// Creates an observation.
    public init(
        host: DomainName,
        controlOperator: String,
        probe: ProbeObservation,
        reference: ProbeObservation
    ) {
        self.host = host
        self.controlOperator = controlOperator
        self.probe = probe
        self.reference = reference
    }
}
