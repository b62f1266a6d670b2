/// Whether this machine can reach port 25 in the world, for one address family.
public struct EgressReport: Hashable, Sendable {
    /// The family.
    public var family: AddressFamily
    /// The one-word answer.
    public var verdict: EgressVerdict
    /// How 25 is stopped, where it is.
    public var method: BlockMethod?
    /// How sure the verdict is.
    public var confidence: Confidence?
    /// The last hop that port 25 passes: it is stopped at or just after it.
    public var blockedAt: PathHop?
    /// The controls that were asked.
    public var controls: [ControlObservation]
    /// The traces behind ``blockedAt``, for the picture.
    public var traces: [TracePair]
    /// What the verdict rests on.
    public var evidence: [Evidence]
    /// For `intercepted`: whether the host asked for answers behind the device all the same.
    public var reachesHost: Bool?

    /// Whether this machine's firewall opens port 25 to the user that runs Postfix and closes it to others.
    public var isOpenToMailOwnerAlone: Bool {
        verdict == .open && evidence.contains { $0.id == .mailOwnerPasses }
    }

    /// Creates a report.
    public init(
        family: AddressFamily,
        verdict: EgressVerdict,
        method: BlockMethod? = nil,
        confidence: Confidence? = nil,
        blockedAt: PathHop? = nil,
        controls: [ControlObservation] = [],
        traces: [TracePair] = [],
        evidence: [Evidence] = [],
        reachesHost: Bool? = nil
    ) {
        self.family = family
        self.verdict = verdict
        self.method = method
        self.confidence = confidence
        self.blockedAt = blockedAt
        self.controls = controls
        self.traces = traces
        self.evidence = evidence
        self.reachesHost = reachesHost
    }
}
