import ProbeModel
import Testing

@testable import Diagnosis

@Suite("Findings about the route, each with its near misses")
struct RouteFindingTests {
    typealias Row = AdviceRow<[String]>

    /// The findings about the route and its login, as `id severity`.
    private func found(_ diagnosis: DomainDiagnosis) -> [String] {
        diagnosis.findings.filter {
            $0.id.rawValue.hasPrefix("route.") || $0.id == .acceptanceRefused
        }
        .map { "\($0.id.rawValue) \($0.severity.rawValue)" }.sorted()
    }

    @Test(
        arguments: [
            Row("no Postfix", []) { _ in },
            Row("the host itself, no MX records", []) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525")
            },
            Row(
                "MX records lead elsewhere, where nobody answers",
                [
                    "route.differs-from-mx ok", "route.endpoint-fails warning",
                    "route.nexthop-has-mx warning",
                ]
            ) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.elsewhere(.timeout)
            },
            Row(
                "MX records lead elsewhere, and that works",
                [
                    "route.differs-from-mx ok", "route.nexthop-has-mx ok",
                ]
            ) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.elsewhere(.ready)
            },
            Row("MX records lead to the host itself", []) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525") { $0.resolution?.source = .mx }
            },
            Row("MX records of a name without an address", ["route.differs-from-mx ok"]) {
                $0.relayhost("isp.test")
                try $0.hop("isp.test", at: AdviceScene.relay4) {
                    $0.resolution?.source = .mx
                    $0.ownAddresses = []
                }
            },
            Row("the domain's own MX records", []) {
                $0.entry("smtp:domain1.test")
                try $0.hop("domain1.test") {
                    $0.resolution?.source = .mx
                    $0.ownAddresses = [try AdviceScene.address(AdviceScene.relay4)]
                }
            },
            Row("another host", ["route.differs-from-mx ok"]) {
                $0.entry("smtp:[relay.test]:2525")
                try $0.hop("[relay.test]:2525", at: AdviceScene.relay4)
            },
            Row("another name for the MX host", []) {
                $0.entry("smtp:[alias.test]:2525")
                try $0.hop("[alias.test]:2525")
            },
            Row("one of two nexthops is dead", ["route.endpoint-fails warning"]) {
                $0.entry("smtp:[mail.domain1.test]:2525, [mail.domain1.test]:26")
                try $0.hop("[mail.domain1.test]:2525")
                try $0.hop("[mail.domain1.test]:26", .refused)
            },
            Row("one was not tried to the end", ["route.endpoint-fails unknown"]) {
                $0.entry("smtp:[mail.domain1.test]:2525, [mail.domain1.test]:26")
                try $0.hop("[mail.domain1.test]:2525")
                try $0.hop("[mail.domain1.test]:26", .interrupted)
            },
            Row("port 25 of an MX host is told as such", []) {
                $0.entry("smtp:[mail.domain1.test]")
                try $0.mailHost(.timeout)
                try $0.hop("[mail.domain1.test]", .timeout)
            },
            Row("a nexthop without an address", ["route.endpoint-fails warning"]) {
                $0.entry("smtp:[gone.test]")
                try $0.hop("[gone.test]", nil) {
                    $0.resolution = try AdviceScene.unresolved("gone.test", .nxdomain)
                }
            },
            Row("a nexthop that DNS fails on", ["route.endpoint-fails unknown"]) {
                $0.entry("smtp:[gone.test]")
                try $0.hop("[gone.test]", nil) {
                    $0.resolution = try AdviceScene.unresolved("gone.test", .timeout)
                }
            },
            Row(
                "a relayhost that wants a login",
                [
                    "route.differs-from-mx ok", "smtp.acceptance-refused ok",
                ]
            ) {
                $0.relayhost("[relay.test]:587")
                try $0.hop("[relay.test]:587", at: AdviceScene.relay4, acceptance: .loginRequired)
            },
            Row("an entry that wants a login", ["smtp.acceptance-refused warning"]) {
                $0.entry("smtp:[mail.domain1.test]:587")
                try $0.hop("[mail.domain1.test]:587", acceptance: .loginRequired)
            },
            Row("this machine", ["route.loops warning"]) {
                $0.entry("smtp:[backup.test]")
                try $0.hop("[backup.test]", nil) { $0.isSelf = true }
            },
            Row("lmtp", ["route.not-smtp ok"]) {
                $0.route = Route(source: .transport, delivery: .other(transport: "lmtp"))
            },
            Row("unknown", ["route.unknown ok"]) {
                $0.route = Route(source: .mx, delivery: .unknown("no postconf"))
            },
            Row("error: is in the verdict", []) {
                $0.route = Route(source: .transport, delivery: .returned("gone"))
            },
            Row("diverted and changed since", ["route.changed-by-hand warning"]) {
                $0.entry("smtp:[mail.domain1.test]:2525", divertedFrom: .some(nil), isIntact: false)
                try $0.hop("[mail.domain1.test]:2525")
            },
            Row("diverted and intact", []) {
                $0.entry("smtp:[mail.domain1.test]:2525", divertedFrom: .some(nil))
                try $0.hop("[mail.domain1.test]:2525")
            },
        ]
    )
    func findings(_ row: Row) throws {
        let diagnosis = try AdviceScene.routed(row.change).diagnosed
        #expect(found(diagnosis) == row.expected, "\(diagnosis.findings)")
    }

    @Test func theFileAndTheLineAreNamed() throws {
        let scene = try AdviceScene.routed {
            $0.entry("smtp:[mail.domain1.test]:2525")
            try $0.hop("[mail.domain1.test]:2525", .refused)
        }
        let finding = try #require(scene.diagnosed.findings.first { $0.id == .routeEndpointFails })
        #expect(finding.subject == "mail.domain1.test 203.0.113.11:2525")
        #expect(
            finding.message
                == "refuses the connection (TCP reset); the transport entry domain1.test "
                + "smtp:[mail.domain1.test]:2525 (/etc/postfix/transport line 3) leads there"
        )
    }

    @Test func thatThisMachineIsTheBestMXHostIsNoNewsWhereItHasARoute() throws {
        let scene = try AdviceScene.routed {
            $0.hosts = []
            $0.probes = []
            try $0.host("backup.test", [AdviceScene.own4], isSelf: true)
        }
        #expect(scene.diagnosed.findings.map(\.id) == [.mxSelfIsBest])
        var routed = scene
        routed.entry("smtp:[inner.test]")
        try routed.hop("[inner.test]", at: AdviceScene.relay4)
        #expect(routed.diagnosed.findings.isEmpty)
        var looping = scene
        looping.entry("smtp:[backup.test]")
        try looping.hop("[backup.test]", nil) { $0.isSelf = true }
        #expect(looping.diagnosed.findings.map(\.id) == [.routeLoops, .mxSelfIsBest])
    }
}

extension AdviceScene {
    /// Adds the nexthop `mail.domain1.test:2525`, whose MX records lead to another host.
    fileprivate mutating func elsewhere(_ outcome: Outcome) throws {
        try hop("mail.domain1.test:2525", outcome, at: AdviceScene.relay4) {
            $0.resolution = try AdviceScene.resolution(
                "mail.domain1.test",
                [("other.test", AdviceScene.relay4)],
                source: .mx
            )
            $0.ownAddresses = [try AdviceScene.address(AdviceScene.mail4)]
        }
    }
}
