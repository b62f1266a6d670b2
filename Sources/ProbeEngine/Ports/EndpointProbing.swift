package import ProbeModel

/// Something that holds an SMTP session with an endpoint and tells what it saw.
package protocol EndpointProbing: Sendable {
    /// Holds one session; returns once its result is known, while QUIT may still be under way.
    ///
    /// A network failure is an observation and never an error. Cancelling the task ends the session at once: the
    /// observation then holds what was seen, and its outcome is `interrupted` unless SMTP had been
    /// spoken or at least three SYNs had gone unanswered (then `timeout`).
    ///
    /// - Parameters:
    ///   - request: Where to go, and what to find out.
    ///   - progress: Called from any thread, soon after the event; must not block.
    /// - Returns: What was seen.
    func probe(
        _ request: ProbeRequest,
        progress: @escaping @Sendable (ProbeProgress) -> Void
    ) async -> ProbeObservation

    /// Judges the certificates of a session by another request's names and TLSA records, without a session of its own.
    ///
    /// - Parameters:
    ///   - tls: What the session showed.
    ///   - request: Another request for the same endpoint.
    /// - Returns: What a session for that request would have shown, had it met the same certificates.
    func judge(_ tls: TLSObservation, for request: ProbeRequest) -> TLSObservation

    /// Waits until sessions that are only ending politely are gone, at most the QUIT deadline.
    func drain() async
}
