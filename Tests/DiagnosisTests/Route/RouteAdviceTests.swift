import ProbeModel
import Testing

@testable import Diagnosis

/// What a row expects of the advice on a route: all actions, and what the first entry says.
struct RouteAdvice: Equatable, Sendable {
    var actions: [Recommendation.Action]
    var pattern: String?
    var result: String?
    var isVerified = false

    init(
        _ actions: [Recommendation.Action],
        _ pattern: String? = nil,
        _ result: String? = nil,
        verified: Bool = false
    ) {
        self.actions = actions
        self.pattern = pattern
        self.result = result
        isVerified = verified
    }
}

@Suite("Advice on the route, never what it does already")
struct RouteAdviceTests {
    typealias Row = AdviceRow<RouteAdvice>

    private func check(_ row: Row, smtp: Outcome) throws {
        let advice = try AdviceScene.routed(smtp: smtp, row.change).diagnosed.recommendations
        let entry = advice.first { $0.action == .setTransport || $0.action == .restoreTransport }
        let found = RouteAdvice(
            advice.map(\.action),
            entry?.pattern,
            entry?.result,
            verified: entry?.verified ?? false
        )
        #expect(found == row.expected, "\(advice)")
    }

    @Test(
        "while port 25 works",
        arguments: [
            Row("the administrator's alternate", .init([])) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525")
            },
            Row(
                "diverted by mxprobe",
                .init([.restoreTransport], "domain1.test", "smtp:mail.domain1.test", verified: true)
            ) {
                $0.entry("smtp:mail.domain1.test:2525", divertedFrom: "smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test:2525")
            },
            Row(
                "diverted without an entry before",
                .init([.restoreTransport], "domain1.test", nil, verified: true)
            ) {
                $0.entry("smtp:[mail.domain1.test]:2525", divertedFrom: .some(nil))
                try $0.hop("[mail.domain1.test]:2525")
            },
            Row(
                "diverted from a host that is no MX host",
                .init([.restoreTransport], "domain1.test", "smtp:[inner.test]")
            ) {
                $0.entry("smtp:[mail.domain1.test]:2525", divertedFrom: "smtp:[inner.test]")
                try $0.hop("[mail.domain1.test]:2525")
            },
            Row(
                "the port that it was diverted to has died",
                .init([.restoreTransport], "domain1.test", "smtp:mail.domain1.test", verified: true)
            ) {
                $0.entry("smtp:mail.domain1.test:2525", divertedFrom: "smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test:2525", .timeout)
            },
            Row(
                "changed by hand since",
                .init([.restoreTransport], "domain1.test", nil, verified: true)
            ) {
                $0.entry("smtp:[mail.domain1.test]:2525", divertedFrom: .some(nil), isIntact: false)
                try $0.hop("[mail.domain1.test]:2525")
            },
            // The administrator's own route fails.
            Row(
                "the alternate is dead",
                .init([.setTransport, .contactRemote], "domain1.test", "smtp:mail.domain1.test")
            ) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525", .timeout)
            },
            Row(
                "the alternate is dead, 25 took the domain",
                .init(
                    [.setTransport, .contactRemote],
                    "domain1.test",
                    "relay:[mail.domain1.test]",
                    verified: true
                )
            ) {
                $0.entry("relay:[mail.domain1.test]:2525", transport: "relay")
                try $0.mailHost(.ready, acceptance: .accepted)
                try $0.hop("[mail.domain1.test]:2525", .timeout)
            },
            Row(
                "of an entry for all domains",
                .init([.setTransport, .contactRemote], "domain1.test", "smtp:")
            ) {
                $0.entry("smtp:[relay.test]", pattern: "*")
                try $0.hop("[relay.test]", .refused, at: AdviceScene.relay4)
            },
            Row(
                "of a relayhost",
                .init([.setTransport, .contactRemote], "domain1.test", "smtp:")
            ) {
                $0.relayhost("[relay.test]:587")
                try $0.hop("[relay.test]:587", .timeout, at: AdviceScene.relay4)
            },
            Row("of a filter here", .init([.contactRemote])) {
                $0.entry("smtp:[127.0.0.1]:10025")
                try $0.hop("[127.0.0.1]:10025", .refused)
            },
            Row("of a transport of the administrator's own", .init([.contactRemote])) {
                $0.entry("secure:[relay.test]", transport: "secure")
                try $0.hop("[relay.test]", .refused, at: AdviceScene.relay4)
            },
            Row("a nexthop that does not exist", .init([.none])) {
                $0.entry("smtp:[gone.test]")
                $0.hosts[0].isSelf = true
                try $0.hop("[gone.test]", nil) {
                    $0.resolution = try AdviceScene.unresolved("gone.test", .nxdomain)
                }
            },
            Row("error:", .init([.none])) {
                $0.route = Route(source: .transport, result: "error:x", delivery: .returned("x"))
            },
        ]
    )
    func open(_ row: Row) throws { try check(row, smtp: .ready) }

    @Test(
        "while port 25 is blocked",
        arguments: [
            Row("diverted by the administrator", .init([.none])) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525")
                try $0.alternate()
            },
            Row("diverted by mxprobe", .init([.requestUnblock])) {
                $0.entry("smtp:mail.domain1.test:2525", divertedFrom: "smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test:2525")
                try $0.alternate()
            },
            Row(
                "no entry yet",
                .init(
                    [.setTransport, .requestUnblock],
                    "domain1.test",
                    "smtp:[mail.domain1.test]:2525",
                    verified: true
                )
            ) { try $0.alternate() },
            Row(
                "an entry without brackets and MX records",
                .init(
                    [.setTransport, .requestUnblock],
                    "domain1.test",
                    "smtp:mail.domain1.test:2525",
                    verified: true
                )
            ) {
                $0.entry("smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test", .timeout)
                try $0.alternate()
            },
            Row(
                "an entry without brackets, and MX records in the way",
                .init(
                    [.setTransport, .requestUnblock],
                    "domain1.test",
                    "smtp:[mail.domain1.test]:2525",
                    verified: true
                )
            ) {
                $0.entry("smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test", .timeout) { $0.resolution?.source = .mx }
                try $0.alternate()
            },
            Row(
                "the entry's own port is dead, another takes the domain",
                .init(
                    [.setTransport, .requestUnblock],
                    "domain1.test",
                    "smtp:mail.domain1.test:587",
                    verified: true
                )
            ) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525", .timeout)
                try $0.probe(AdviceScene.mail4, 2525, .timeout)
                try $0.alternate(587)
            },
            Row("lmtp", .init([.requestUnblock])) {
                $0.route = Route(source: .transport, delivery: .other(transport: "lmtp"))
                try $0.alternate()
            },
        ]
    )
    func blocked(_ row: Row) throws {
        let withBlock = Row(row.title, row.expected) { scene in
            try scene.egress(.blocked, method: .drop)
            try row.change(&scene)
        }
        try check(withBlock, smtp: .timeout)
    }

    @Test("an entry that leads to the port is never recommended again", arguments: [0, 1, 2])
    func alreadyThere(_ form: Int) throws {
        let scene = try AdviceScene.routed(smtp: .timeout) {
            try $0.egress(.blocked, method: .drop)
            try $0.alternate()
            switch form {
            case 0: $0.relayhost("[mail.domain1.test]:2525")
            case 1: $0.entry("smtp:[\(AdviceScene.mail4)]:2525")
            default: $0.entry("smtp:[mail.domain1.test]:submission-alt")
            }
            // The route's own session failed by chance.
            try $0.hop(
                form == 1 ? "[\(AdviceScene.mail4)]:2525" : "[mail.domain1.test]:2525",
                .closed
            )
        }
        #expect(scene.diagnosed.verdict == .blocked)
        #expect(!scene.diagnosed.recommendations.map(\.action).contains(.setTransport))
    }

    @Test("what gets a diverted domain's mail through is named", arguments: [false, true])
    func decider(_ isRelayhost: Bool) throws {
        let scene = try AdviceScene.routed(smtp: .timeout) {
            try $0.egress(.blocked, method: .drop)
            if isRelayhost {
                $0.relayhost("[relay.test]:587")
            } else {
                $0.entry("smtp:[relay.test]:587")
            }
            try $0.hop("[relay.test]:587", .ready, at: AdviceScene.relay4)
        }
        let reason = scene.diagnosed.recommendations.first { $0.action == .none }?.reason
        #expect(scene.diagnosed.verdict == .diverted)
        #expect(
            reason
                == (isRelayhost
                    ? "the relayhost [relay.test]:587 (/etc/postfix/main.cf line 7) gets the domain's mail through"
                    : "the transport entry in use gets the domain's mail through")
        )
    }

    @Test("entries for single addresses are told, and change no verdict")
    func addressEntries() throws {
        let scene = try AdviceScene.routed {
            $0.route.addressEntries = RouteAddressEntries([
                RouteAddressEntry(
                    address: "boss@domain1.test",
                    result: "smtp:[b.test]",
                    place: FilePlace(file: "/etc/postfix/transport", line: 2)
                )
            ])
        }
        let diagnosis = scene.diagnosed
        let finding = try #require(diagnosis.findings.first { $0.id == .routeAddressEntries })
        #expect(
            finding.message.hasSuffix(
                ": boss@domain1.test smtp:[b.test] (/etc/postfix/transport line 2)"
            )
        )
        #expect(finding.severity == .ok)
        #expect(diagnosis.verdict == .healthy)
    }

    @Test func aRelayThatIsTheRouteAlreadyIsNotOffered() throws {
        let scene = try AdviceScene.routed(smtp: .timeout) {
            try $0.egress(.blocked, method: .drop)
            $0.relayhost("[relay.test]:587")
            try $0.hop("[relay.test]:587", .closed, at: AdviceScene.relay4)
            let session = try AdviceScene.session(
                AdviceScene.relay4,
                587,
                .ready,
                acceptance: .accepted
            )
            try $0.relay("relay.test", [session])
        }
        #expect(!scene.diagnosed.recommendations.map(\.action).contains(.useRelayhost))
    }

    @Test("The command is given where a map can be changed", arguments: [false, true])
    func command(_ canChangeMap: Bool) throws {
        let verified = try AdviceScene.routed(smtp: .timeout) {
            $0.context.canChangeMap = canChangeMap
            try $0.egress(.blocked, method: .drop)
            try $0.alternate()
        }
        let set = try #require(
            verified.diagnosed.recommendations.first { $0.action == .setTransport }
        )
        let expected = canChangeMap ? ["mxprobe transport apply domain1.test"] : []
        #expect(set.snippets.map(\.text) == expected)
        let unverified = try AdviceScene.routed(smtp: .timeout) {
            $0.context.canChangeMap = canChangeMap
            try $0.egress(.blocked, method: .drop)
            try $0.alternate(acceptance: .deferred)
        }
        let other = unverified.diagnosed.recommendations.first { $0.action == .setTransport }
        #expect(other?.snippets.isEmpty == true, "only what is verified is written")
        let diverted = try AdviceScene.routed {
            $0.context.canChangeMap = canChangeMap
            $0.entry("smtp:[mail.domain1.test]:2525", divertedFrom: .some(nil))
            try $0.hop("[mail.domain1.test]:2525")
        }
        let restore = try #require(diverted.diagnosed.recommendations.first)
        #expect(
            restore.snippets.map(\.text)
                == (canChangeMap ? ["mxprobe transport revert domain1.test"] : [])
        )
    }

    @Test func whatIsWaitingIsPassedOn() throws {
        let scene = try AdviceScene.routed()
        var queue = QueueSummary(readAt: 1_800_000_000, lifetime: 432_000)
        queue.messages = 312
        let diagnosis = DomainDiagnoser.diagnose(scene.observation, queue: queue)
        #expect(diagnosis.queue == queue)
        #expect(scene.diagnosed.queue == nil)
    }
}
