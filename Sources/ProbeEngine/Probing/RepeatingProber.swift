package import ProbeModel

/// Tries a refusing port 25 again, on fresh sockets, before the refusal counts; other ports once.
///
/// Silence needs no repetition here: three SYNs on fresh sockets are behind it.
package struct RepeatingProber: EndpointProbing {
    /// How often port 25 is tried at most; a device that resets every other connection is then found out in 7 of 8 cases.
    package static let attempts = 3

    /// How long a refusal is let rest before it is tried again.
    package static let rest = Duration.milliseconds(60)

    private let prober: any EndpointProbing
    private let clock: any Clock<Duration>

    /// Creates a prober over another.
    package init(_ prober: any EndpointProbing, clock: any Clock<Duration>) {
        self.prober = prober
        self.clock = clock
    }

    package func probe(
        _ request: ProbeRequest,
        progress: @escaping @Sendable (ProbeProgress) -> Void
    ) async -> ProbeObservation {
        var result = await prober.probe(request, progress: progress)
        for _ in 1..<Self.attempts where isRefusal(request, result) {
            guard (try? await clock.sleep(for: Self.rest)) != nil else { break }
            let sent = result.synsSent
            let again = await prober.probe(request, progress: progress)
            // Cut short, it takes nothing back of what was seen.
            guard again.outcome != .interrupted || again.isConnected else { break }
            result = again
            result.synsSent += sent
            if again.isConnected { break }
        }
        return result
    }

    package func judge(_ tls: TLSObservation, for request: ProbeRequest) -> TLSObservation {
        prober.judge(tls, for: request)
    }

    package func drain() async { await prober.drain() }

    private func isRefusal(_ request: ProbeRequest, _ result: ProbeObservation) -> Bool {
        // A router that refuses late has let the SYN be repeated meanwhile.
        guard request.endpoint.port == Endpoint.smtpPort, result.synsSent < Self.attempts else {
            return false
        }
        switch result.outcome {
        case .refused, .unreachable, .prohibited: return true
        case .ready, .deferred, .rejected, .timeout, .deniedLocally, .noRoute, .reset, .closed,
            .silent, .notSMTP, .tlsFailed, .interrupted:
            return false
        }
    }
}
