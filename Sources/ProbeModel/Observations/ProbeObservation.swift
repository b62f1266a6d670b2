/// What one SMTP session with one endpoint showed.
public struct ProbeObservation: Hashable, Sendable {
    /// Where the session went.
    public var endpoint: Endpoint

    /// How it ended.
    public var outcome: Outcome

    /// The phase in which it ended; `quit` when everything asked for was done.
    public var phase: Phase

    /// The system call that failed, where one did.
    public var systemError: SystemError?

    /// The ICMP error that came back, where one did.
    public var icmp: ICMPError?

    /// The first reply.
    public var greeting: Reply?

    /// The reply that decided the outcome or, in a ready session, the last one that was not positive.
    public var reply: Reply?

    /// What EHLO offered, after STARTTLS where that was established; empty after HELO.
    public var capabilities: Capabilities

    /// What EHLO offered before STARTTLS; equal to ``capabilities`` without STARTTLS.
    public var clearCapabilities: Capabilities

    /// Whether EHLO was refused and HELO accepted.
    public var usedHELO: Bool

    /// What became of STARTTLS.
    public var startTLS: StartTLSResult

    /// Whether the domain's mail is taken.
    public var acceptance: Acceptance

    /// The reply behind ``acceptance``.
    public var acceptanceReply: Reply?

    /// What the TLS handshake showed.
    public var tls: TLSObservation?

    /// Why an implicit-TLS handshake failed; one phrase.
    public var tlsError: String?

    /// All SYNs that were sent until one was answered or the wait ended, on fresh sockets and again; 0 when
    /// none left this machine.
    public var synsSent: Int

    /// SYNs that were sent again before the handshake finished or the wait ended; `nil` where the kernel does not tell.
    public var synRetransmits: Int?

    /// How long the phases took.
    public var timings: ProbeTimings

    /// The first bytes that were received when they are not SMTP, at most ``maximumRawBytes``.
    public var rawBytes: [UInt8]

    /// Whether the session was held in the name of the user that runs Postfix, because this machine's firewall
    /// stops the one who runs this program.
    public var isAsMailOwner = false

    /// How many bytes of a peer that does not speak SMTP are kept as evidence.
    public static let maximumRawBytes = 128

    /// Whether a TCP connection came about, even where the run ended before anything was said on it.
    public var isConnected: Bool { outcome.isConnected || timings.connect != nil }

    /// Creates an observation of a probe that ended while connecting, to be filled in further.
    public init(endpoint: Endpoint, outcome: Outcome, phase: Phase = .connect) {
        self.endpoint = endpoint
        self.outcome = outcome
        self.phase = phase
        capabilities = Capabilities()
        clearCapabilities = Capabilities()
        usedHELO = false
        startTLS = .notOffered
        acceptance = .notTested
        synsSent = 0
        timings = ProbeTimings()
        rawBytes = []
    }
}
