import ProbeModel
import Testing

@testable import Rendering

/// What the text says of the route and of waiting mail, beyond the goldens.
@Suite struct RouteTextTests {
    @Test(arguments: [
        (Int64(-5), "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"),
        (3600, "1 h"), (3660, "1 h 1 min"), (86399, "23 h 59 min"), (86400, "1 d"),
        (86400 + 59, "1 d"), (187_259, "2 d 4 h"), (.max, "106751991167300 d 15 h"),
    ])
    func waitingTime(_ row: (seconds: Int64, text: String)) {
        #expect(WaitingTime(seconds: row.seconds).description == row.text)
    }

    private func text(
        _ route: Route = Route(source: .mx),
        isVerbose: Bool = false,
        change: (inout QueueSummary) -> Void = { _ in }
    ) throws -> String {
        var queue = QueueSummary(readAt: 1000, lifetime: 7200)
        change(&queue)
        let host = try Build.host(10, "mail.domain1.test", ["203.0.113.11"])
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain1.test", [host]),
                probes: []
            ),
            verdict: .healthy,
            summary: "",
            route: route,
            queue: queue
        )
        // One line, so that rows need not know where the page wraps.
        return TextReport(options: TextOptions(isVerbose: isVerbose)).text(diagnosis)
            .split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    @Test func anEmptyQueueIsToldOnlyWithDetails() throws {
        #expect(try !text().contains("Queue"))
        #expect(try text(isVerbose: true).contains("Queue no mail waits for domain1.test."))
    }

    @Test func theEndOfPatienceIsTold() throws {
        let soon = try text {
            $0.messages = 2
            $0.oldestArrival = 400
        }
        #expect(
            soon.hasSuffix(
                "Queue 2 messages wait for domain1.test, the oldest for 10 min; Postfix gives up in 1 h 50 min."
            )
        )
        let due = try text {
            $0.messages = 1
            $0.oldestArrival = -9000
        }
        #expect(
            due.hasSuffix(
                "Queue 1 message waits for domain1.test, for 2 h 46 min; "
                    + "Postfix gives up on it at its next attempt."
            )
        )
        let unknown = try text {
            $0.messages = 2
            $0.lifetime = nil
        }
        #expect(unknown.hasSuffix("Queue 2 messages wait for domain1.test."))
    }

    @Test func reasonsAreToldWhenShortOrAskedFor() throws {
        let long = String(repeating: "x", count: 121)
        let fill: (inout QueueSummary) -> Void = { queue in
            queue.messages = 2
            queue.reasons = [
                QueueSummary.Reason(long, recipients: 2), QueueSummary.Reason("b", recipients: 1),
            ]
        }
        #expect(try text(change: fill).hasSuffix("Queue 2 messages wait for domain1.test."))
        #expect(try text(isVerbose: true, change: fill).contains("; 1: b"))
        let short = try text { queue in
            queue.messages = 1
            queue.reasons = [QueueSummary.Reason("timed out", recipients: 1)]
        }
        #expect(short.hasSuffix("Queue 1 message waits for domain1.test. Reason: timed out"))
    }

    @Test(
        arguments: [
            (Route(source: .mx), nil),
            (Route(source: .mx, delivery: .unknown("no postconf")), "not known: no postconf"),
            (
                Route(
                    source: .transport,
                    pattern: "*",
                    result: "smtp:[r]",
                    place: FilePlace(file: "/t.lmdb")
                ), "transport map /t.lmdb: * smtp:[r]"
            ),
            (
                Route(
                    source: .transport,
                    pattern: "a",
                    result: "b:",
                    diversion: RouteDiversion(original: nil, isIntact: false)
                ),
                "transport entry a → b:; diverted by mxprobe, with no entry before, and changed by hand since"
            ),
            (
                Route(source: .relayhost, result: "[r]:587", place: FilePlace(file: "/m", line: 7)),
                "relayhost [r]:587 (/m line 7)"
            ),
            (
                Route(
                    source: .relayhost,
                    pattern: "domain1.test",
                    result: ":",
                    delivery: .smtp(
                        transport: "smtp",
                        [RouteNexthop(.address(IPAddress(ipv4: 1)), port: 587, text: "[r]:587")]
                    )
                ), "relayhost [r]:587"
            ),
            (
                Route(source: .transport, result: "smtp:[r]", place: FilePlace(file: "/main.cf")),
                "transport /main.cf: smtp:[r]"
            ),
        ] as [(Route, String?)]
    )
    func route(_ row: (route: Route, text: String?)) throws {
        let found = try text(row.route)
        #expect(found.contains("Route ") == (row.text != nil))
        if let expected = row.text { #expect(found.hasSuffix("Route \(expected)"), "\(found)") }
    }

    @Test func aHostThatWasAskedAboutHasNoPreference() throws {
        let host = try Build.host(0, "mail.domain1.test", ["203.0.113.11"])
        let resolution = MXResolution(
            domain: try Build.name("mail.domain1.test"),
            mxLookup: host.addressLookups[0],
            source: .none,
            hosts: [host]
        )
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: resolution,
                probes: [try Build.ready("203.0.113.11")]
            ),
            verdict: .healthy,
            summary: "the mail host answers"
        )
        let text = TextReport().text(diagnosis)
        #expect(!text.contains("MX 0"))
        #expect(text.contains("Host   mail.domain1.test  203.0.113.11  25 ✓ ready"))
        #expect(text.contains("DNS    1 address; DNSSEC insecure (unsigned)"))
        #expect(!text.contains("no usable MX record"))
    }

    @Test(arguments: [(UInt16(25), false), (587, true)])
    func aBlockedPort25ExplainsTheRoutesToo(_ row: (port: UInt16, isTold: Bool)) throws {
        let nexthop = RouteNexthop(
            .address(try Build.address("203.0.113.90")),
            port: row.port,
            text: "[203.0.113.90]:\(row.port)"
        )
        var observation = try Build.observation([.ipv4], smtp: { try Build.timeout($0) })
        observation.route = RouteObservation(nexthops: [
            NexthopObservation(
                nexthop: nexthop,
                probes: [try Build.timeout("203.0.113.90", row.port)]
            )
        ])
        let finding = Finding(
            .routeEndpointFails,
            .warning,
            subject: "203.0.113.90 203.0.113.90:\(row.port)",
            message: "does not answer"
        )
        let diagnosis = DomainDiagnosis(
            observation: observation,
            verdict: .blocked,
            summary: "port 25 out of this machine is dropped",
            findings: [finding]
        )
        let egress = [try Situation.dropReport(Build.line(.ipv4))]
        let text = TextReport().text(diagnosis, egress: egress)
        #expect(text.contains(finding.subject) == row.isTold)
    }
}
