import ProbeEngine
import ProbeModel

/// Holds sessions as a test tells, and notes who came.
final class FakeProber: EndpointProbing {
    /// How one session goes.
    struct Script: Sendable {
        enum Ending: Sendable {
            /// At once.
            case now
            /// When the test says so.
            case released(Watched<Bool>)
            /// Never, unless it is cancelled.
            case cancelled
        }

        var connects = true
        var ending = Ending.now
        var outcome = Outcome.ready
        var change: @Sendable (inout ProbeObservation) -> Void = { _ in }

        static func ends(_ outcome: Outcome) -> Script {
            Script(connects: outcome.isConnected, outcome: outcome)
        }

        /// No SYN is answered, and three of them were sent when the wait is cut short.
        static let silence = Script(connects: false, ending: .cancelled, outcome: .timeout) {
            $0.synsSent = 5
        }

        /// No SYN is answered, and too few were sent when the wait is cut short.
        static let hush = Script(connects: false, ending: .cancelled, outcome: .interrupted)
    }

    struct Log: Sendable {
        var requests: [ProbeRequest] = []
        var active: [Endpoint: Int] = [:]
        var finished: [Endpoint] = []
        /// The greatest number of sessions with one endpoint at one time.
        var mostAtOnce: [Endpoint: Int] = [:]

        func count(_ port: UInt16) -> Int { requests.count { $0.endpoint.port == port } }
        func count(_ endpoint: Endpoint) -> Int { requests.count { $0.endpoint == endpoint } }
    }

    let log = Watched(Log())
    private let script: @Sendable (ProbeRequest, _ number: Int) -> Script

    /// Creates a prober; `number` counts the sessions with an endpoint from 0.
    init(_ script: @escaping @Sendable (ProbeRequest, _ number: Int) -> Script) {
        self.script = script
    }

    func probe(
        _ request: ProbeRequest,
        progress: @escaping @Sendable (ProbeProgress) -> Void
    ) async -> ProbeObservation {
        let endpoint = request.endpoint
        let number = log.change { log in
            log.requests.append(request)
            let active = log.active[endpoint, default: 0] + 1
            log.active[endpoint] = active
            log.mostAtOnce[endpoint] = max(log.mostAtOnce[endpoint] ?? 0, active)
            return log.count(endpoint) - 1
        }
        let script = script(request, number)
        var seen = ProbeObservation(endpoint: endpoint, outcome: script.outcome)
        seen.synsSent = 1
        if script.outcome == .ready, let host = request.hostName { seen.greet(host.ascii) }
        if script.connects {
            seen.timings.connect = .milliseconds(20)
            progress(.connected)
        }
        switch script.ending {
        case .now: break
        case .cancelled: await Watched(false).wait { $0 }
        case .released(let release): await release.wait { $0 }
        }
        script.change(&seen)
        log.change { log in
            log.active[endpoint, default: 1] -= 1
            log.finished.append(endpoint)
        }
        return seen
    }

    /// A certificate is good for whoever's name it bears, and matches TLSA records whose data is that name.
    func judge(_ tls: TLSObservation, for request: ProbeRequest) -> TLSObservation {
        let name = request.hostName?.ascii ?? ""
        let isNamed = tls.names.contains(name)
        return TLSObservation(
            version: tls.version,
            cipher: tls.cipher,
            verified: isNamed,
            error: isNamed ? nil : "hostname mismatch",
            names: tls.names,
            notAfter: tls.notAfter,
            dane: request.tlsaRecords.isEmpty
                ? nil
                : request.tlsaRecords.contains { $0.data == Array(name.utf8) }
                    ? .verified : .mismatch
        )
    }

    func drain() async {}
}
