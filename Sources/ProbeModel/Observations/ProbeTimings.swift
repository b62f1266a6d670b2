/// How long the phases of a probe took; `nil` for a phase that did not finish.
public struct ProbeTimings: Hashable, Sendable {
    /// From the SYN to the SYN-ACK.
    public var connect: Duration?
    /// From there, or from the end of an implicit-TLS handshake, to the end of the greeting.
    public var greeting: Duration?
    /// From EHLO sent to its whole reply (with HELO, where that was needed).
    public var ehlo: Duration?
    /// From STARTTLS sent to the end of the handshake; with implicit TLS, the handshake alone.
    public var starttls: Duration?
    /// From the first MAIL to the last reply of the acceptance check.
    public var acceptance: Duration?
    /// From the first SYN to the last thing awaited.
    public var total: Duration

    /// Creates timings.
    public init(
        connect: Duration? = nil,
        greeting: Duration? = nil,
        ehlo: Duration? = nil,
        starttls: Duration? = nil,
        acceptance: Duration? = nil,
        total: Duration = .zero
    ) {
        self.connect = connect
        self.greeting = greeting
        self.ehlo = ehlo
        self.starttls = starttls
        self.acceptance = acceptance
        self.total = total
    }
}
