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

    /// Waits until sessions that are only ending politely are gone, at most the QUIT deadline.
    func drain() async
}
