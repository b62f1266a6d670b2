/// What an SMTP dialogue showed, without the facts of TCP and TLS that the transport adds.
public struct SessionResult: Hashable, Sendable {
    /// How it ended, once it has.
    public var outcome: Outcome?
    /// The phase in which it ended; `quit` when everything asked for was done.
    public var phase: Phase = .connect
    /// The first reply.
    public var greeting: Reply?
    /// The reply that decided the outcome or, in a ready session, the last one that was not positive.
    public var reply: Reply?
    /// What EHLO offered last; empty after HELO and between STARTTLS and the EHLO that follows it.
    public var capabilities = Capabilities()
    /// What EHLO offered before STARTTLS.
    public var clearCapabilities = Capabilities()
    /// Whether EHLO was refused and HELO accepted.
    public var usedHELO = false
    /// What became of STARTTLS.
    public var startTLS: StartTLSResult = .notOffered
    /// Whether the domain's mail is taken.
    public var acceptance: Acceptance = .notTested
    /// The reply behind ``acceptance``.
    public var acceptanceReply: Reply?
    /// Why an implicit-TLS handshake failed; one phrase.
    public var tlsError: String?
    /// The first bytes of what is not SMTP, at most ``ProbeObservation/maximumRawBytes``.
    public var rawBytes: [UInt8] = []

    /// Creates an empty result.
    public init() {}
}
