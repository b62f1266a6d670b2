/// What one control showed at one address: its port 25 beside its reference port.
public struct ControlObservation: Hashable, Sendable {
    /// The host's name.
    public var host: DomainName

    /// Who runs it; controls of one operator count once.
    public var controlOperator: String

    /// The address that was asked, on both ports.
    public var address: IPAddress

    /// The sessions with port 25, in the order tried; empty until the first is over.
    public var attempts: [ProbeObservation]

    /// The port that serves for comparison.
    public var referencePort: UInt16

    /// The connections to the reference port, each begun together with an attempt on 25; empty when 25 answered at once.
    public var referenceAttempts: [ProbeObservation]

    /// Creates an observation.
    public init(
        host: DomainName,
        controlOperator: String,
        address: IPAddress,
        attempts: [ProbeObservation],
        referencePort: UInt16,
        referenceAttempts: [ProbeObservation]
    ) {
        self.host = host
        self.controlOperator = controlOperator
        self.address = address
        self.attempts = attempts
        self.referencePort = referencePort
        self.referenceAttempts = referenceAttempts
    }

    /// The attempt on port 25 that says most: one that connected, else the last.
    public var probe: ProbeObservation? {
        attempts.first { $0.outcome == .ready } ?? attempts.first { $0.outcome.isConnected }
            ?? attempts.last
    }

    /// The connection to the reference port that says most; `nil` when none was needed.
    public var reference: ProbeObservation? {
        referenceAttempts.first { $0.outcome.isConnected } ?? referenceAttempts.last
    }

    /// Whether port 25 let a connection through, on whatever attempt.
    public var connectsOnSMTP: Bool { attempts.contains(where: \.isConnected) }

    /// Whether the reference port let a connection through.
    public var connectsOnReference: Bool { referenceAttempts.contains(where: \.isConnected) }
}
