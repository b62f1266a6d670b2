import ProbeModel
import Rendering

/// A report whose every field that can hold text holds text meant to do harm.
struct HostileReport {
    let report: DiagnosisReport
    let displayNames: DisplayNames

    /// Bytes and scalars that control terminals, hide or reorder text, end lines, or are no text at all.
    private static let pieces: [[UInt8]] =
        [
            "\u{1b}[31mred\u{1b}[0m", "\u{1b}]0;title\u{7}", "\u{9b}2J", "\u{85}", "\r\nMX 10 fake",
            "\n\n", "\u{0}", "\u{7f}", "\t", "\u{202e}evil", "\u{2066}\u{2069}", "\u{200b}\u{feff}",
            "\u{2028}\u{2029}", "\u{e0041}", "\u{ad}", "\"}],", "\\", "e\u{301}\u{301}\u{301}",
            "\u{301}", "例子例子", "🇩🇪👨‍👩‍👧", "  two  spaces  ", "", "ﷺ", "a.b.c.d.e.f.g.h.i.j.k",
            String(repeating: "x", count: 120), String(repeating: "字", count: 70), "word ",
        ].map { Array($0.utf8) } + [
            [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0x80, 0x9b, 0x41],
        ]

    /// Creates the report of a seed; texts of our own such as times stay well-formed unless asked for.
    init(seed: UInt64, isOwnToo: Bool = true) throws {
        var source = HostileText(pieces: HostileReport.pieces, seed: seed)
        let own = isOwnToo ? source.text() : nil
        var host = MXHost(preference: .max, exchange: source.name())
        host.isSelf = seed % 7 == 3
        host.isBehindSelf = seed % 7 == 4
        host.addressLookups = [try source.lookup(.a, try Build.address("203.0.113.1"))]
        host.tlsaLookup = try source.lookup(.tlsa, nil)
        let other = try Build.host(0, "mail.domain1.test", ["203.0.113.1", "2001:db8::1"])
        let resolution = MXResolution(
            domain: try Build.name("xn--bcher-kva.test"),
            mxLookup: try source.lookup(.mx, nil),
            source: [.mx, .implicit, .null, .none][Int(seed % 4)],
            hosts: [host, other],
            omittedHosts: Int(seed % 3)
        )
        let probes = try Outcome.allCases.enumerated().map { index, outcome in
            try source.probe(index, outcome, own: own)
        }
        var observation = DomainObservation(
            resolution: resolution,
            probes: probes,
            usableFamilies: [.ipv4],
            observedAt: .min,
            isInterrupted: true
        )
        let hops = try Self.nexthops(&source, host: host, probes: probes)
        observation.route = RouteObservation(nexthops: hops)
        let deliveries: [Route.Delivery] = [
            .smtp(transport: source.text(), hops.map(\.nexthop)), .returned(source.text()),
            .deferred(source.text()), .other(transport: source.text()), .unknown(source.text()),
        ]
        let diagnosis = DomainDiagnosis(
            observation: observation,
            verdict: Verdict.allCases[Int(seed) % Verdict.allCases.count],
            summary: source.text(),
            route: Route(
                source: [.mx, .transport, .relayhost][Int(seed % 3)],
                pattern: source.text(),
                result: source.text(),
                place: FilePlace(file: source.text(), line: seed % 2 == 0 ? nil : .max),
                delivery: deliveries[Int(seed % 5)],
                diversion: RouteDiversion(original: source.text(), isIntact: seed % 2 == 0)
            ),
            queue: Self.queue(&source, seed: seed),
            findings: Severity.allCases.map {
                Finding(.reputation, $0, subject: source.text(), message: source.text())
            },
            recommendations: Recommendation.Action.allCases.map {
                Recommendation(
                    action: $0,
                    pattern: source.text(),
                    result: source.text(),
                    alternative: source.text(),
                    reason: source.text(),
                    notes: [source.text(), source.text()],
                    snippets: [Snippet(source.text(), source.text())]
                )
            }
        )
        let control = ControlObservation(
            host: try Build.name("control.example"),
            controlOperator: source.text(),
            address: try Build.address("192.0.2.1"),
            attempts: [probes[0]],
            referencePort: 587,
            referenceAttempts: [probes[1]]
        )
        let router = try Build.address("192.0.2.1")
        let pair = TracePair(
            host: try Build.name("xn--bcher-kva.test"),
            smtp: PathTrace(
                address: try Build.address("203.0.113.1"),
                port: 25,
                probes: [
                    TraceProbe(distance: 1, answer: .timeExceeded, sender: router),
                    TraceProbe(distance: Int(seed % 60) + 2, answer: .silence),
                ]
            ),
            reference: PathTrace(
                address: try Build.address("203.0.113.1"),
                port: .max,
                probes: [
                    TraceProbe(distance: 1, answer: .timeExceeded, sender: router),
                    TraceProbe(distance: Int(seed % 40) + 2, answer: .connected, sender: router),
                ]
            ),
            hopNames: [router: source.name()]
        )
        let egress = EgressReport(
            family: .ipv4,
            verdict: EgressVerdict.allCases[Int(seed % UInt64(EgressVerdict.allCases.count))],
            method: .icmp,
            confidence: .likely,
            blockedAt: PathHop(
                distance: 1,
                address: try Build.address("192.0.2.1"),
                name: source.name()
            ),
            controls: [control],
            traces: [pair],
            evidence: [Evidence(.controlsFail, source.text())]
        )
        report = DiagnosisReport(
            run: RunRecord(
                version: source.text(),
                id: source.text(),
                startedAt: own ?? "2026-03-01T12:00:00Z",
                duration: .seconds(Int64.max),
                hostname: source.text()
            ),
            egress: [egress],
            domains: [diagnosis]
        )
        displayNames = [
            try Build.name("xn--bcher-kva.test"): source.text(),
            try Build.name("mail.domain1.test"): source.text(),
        ]
    }

    /// Nexthops with text from elsewhere: a host with MX records, an address, this machine, and a name that leads nowhere.
    private static func nexthops(
        _ source: inout HostileText,
        host: MXHost,
        probes: [ProbeObservation]
    ) throws -> [NexthopObservation] {
        let name = try Build.name("relay.test")
        let destinations: [RouteNexthop.Destination] = [
            .mx(name), .address(try Build.address("192.0.2.99")), .host(name), .host(name),
        ]
        return try destinations.enumerated().map { index, destination in
            var seen = NexthopObservation(
                nexthop: RouteNexthop(destination, port: .max, text: source.text()),
                probes: probes
            )
            var found = host
            found.isSelf = false
            found.isBehindSelf = false
            let lookup = try source.lookup(.mx, nil)
            if index == 0 {
                seen.resolution = MXResolution(
                    domain: name,
                    mxLookup: lookup,
                    source: .mx,
                    hosts: [found]
                )
            }
            seen.isSelf = index == 2
            return seen
        }
    }

    private static func queue(_ source: inout HostileText, seed: UInt64) -> QueueSummary {
        var queue = QueueSummary(readAt: seed % 2 == 0 ? .max : 0, lifetime: .max)
        queue.messages = .max
        queue.recipients = .max
        queue.oldestArrival = seed % 3 == 0 ? .min : .max
        queue.reasons = (0..<3).map { QueueSummary.Reason(source.text(), recipients: $0) }
        return queue
    }
}
