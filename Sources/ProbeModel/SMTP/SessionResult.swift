/// What an SMTP dialogue showed, without the facts of TCP and TLS that the transport adds.
package struct SessionResult: Hashable, Sendable {
    /// How it ended, once it has.
    package var outcome: Outcome?
    /// The phase in which it ended; `quit` when everything asked for was done.
    package var phase: Phase = .connect
    /// The first reply.
    package var greeting: Reply?
    /// The reply that decided the outcome or, in a ready session, the last one that was not positive.
    package var reply: Reply?
    /// What EHLO offered last.
    package var capabilities = Capabilities()
    /// What EHLO offered before STARTTLS.
    package var clearCapabilities = Capabilities()
    /// Whether EHLO was refused and HELO accepted.
    package var usedHELO = false
    /// What became of STARTTLS.
    package var startTLS: StartTLSResult = .notOffered
    /// Whether the domain's mail is taken.
    package var acceptance: Acceptance = .notTested
    /// The reply behind ``acceptance``.
    package var acceptanceReply: Reply?
    /// Why an implicit-TLS handshake failed; one phrase.
    package var tlsError: String?
    /// The first bytes received when they are not SMTP.
    package var rawBytes: [UInt8] = []

    /// Creates an empty result.
    package init() {}
}
