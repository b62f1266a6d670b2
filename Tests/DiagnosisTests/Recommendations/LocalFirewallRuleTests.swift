import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct LocalFirewallRuleTests {
    typealias Row = AdviceRow<LocalSign?>

    static func control(error: String) throws -> ControlObservation {
        var probe = try AdviceScene.session("192.0.2.25", 25, .deniedLocally)
        probe.systemError = SystemError(call: "connect", code: 1, name: error)
        return ControlObservation(
            host: try AdviceScene.name("smtp.one.test"),
            controlOperator: "one.test",
            address: probe.endpoint.address,
            attempts: [probe],
            referencePort: 587,
            referenceAttempts: []
        )
    }

    static func local(
        _ scene: inout AdviceScene,
        _ id: EvidenceID,
        method: BlockMethod? = nil,
        error: String? = nil
    ) throws {
        scene.egress = []
        try scene.egress(
            .locallyBlocked,
            method: method,
            controls: try error.map { [try control(error: $0)] } ?? [],
            evidence: [Evidence(id, "seen")]
        )
    }

    @Test(
        "the place to look at follows the sign",
        arguments: [
            Row("SYNs could not leave", .dropped) { try local(&$0, .unsentSYNs, method: .drop) },
            Row("ICMP of our own", .rejected) { try local(&$0, .deniedLocally, method: .icmp) },
            Row("a reset at once", .reset) { try local(&$0, .resetLocally, method: .reset) },
            Row("ends here", .redirected) { try local(&$0, .endsAtSelf) },
            Row("EACCES", .prohibited) { try local(&$0, .deniedLocally, error: "EACCES") },
            Row("EPERM", .refused) { try local(&$0, .deniedLocally, error: "EPERM") },
            // Near misses.
            Row("blocked elsewhere", nil) { _ in },
            Row("healthy: the user that runs Postfix passes", nil) {
                $0.verdict = .healthy
                try local(&$0, .unsentSYNs, method: .drop)
            },
            Row("the family is none of the domain's", nil) {
                try $0.egress(.locallyBlocked, .ipv6)
            },
        ]
    )
    func sign(_ row: Row) throws {
        let scene = try AdviceScene.blocked(row.change)
        let found = scene.advice.filter { $0.action == .fixLocalFirewall }
        #expect(found.map(\.snippets) == (row.expected.map { [$0.snippets(.ipv4)] } ?? []))
        if let expected = row.expected {
            #expect(found.first?.reason.hasSuffix(expected.meaning) == true)
            #expect(scene.actions.first == .fixLocalFirewall)
        }
    }

    @Test("each sign has commands of its own family", arguments: LocalSign.allCases)
    func commands(_ sign: LocalSign) {
        let texts = sign.snippets(.ipv6).map(\.text)
        #expect(!texts.isEmpty)
        #expect(!texts.contains { $0.hasPrefix("iptables") || $0.contains("ip -4") })
    }

    @Test(
        "rules that were read are named where they do what was seen",
        arguments: [
            (.unsentSYNs, .drop, .drop, true), (.unsentSYNs, .drop, .reject, false),
            (.deniedLocally, .icmp, .reject, true), (.deniedLocally, .icmp, .drop, false),
            (.resetLocally, .reset, .reject, true), (.endsAtSelf, nil, .redirect, true),
            (.endsAtSelf, nil, .drop, false),
        ] as [(EvidenceID, BlockMethod?, FirewallRule.Action, Bool)]
    )
    func candidates(
        _ id: EvidenceID,
        _ method: BlockMethod?,
        _ action: FirewallRule.Action,
        _ isNamed: Bool
    ) throws {
        for (families, fits) in [(Set<AddressFamily>([.ipv4, .ipv6]), true), ([.ipv6], false)] {
            let scene = try AdviceScene.blocked {
                try Self.local(&$0, id, method: method)
                $0.context.firewallRules = [
                    FirewallRule(
                        place: "table a, chain b",
                        text: "tcp dport 25",
                        action: action,
                        families: families
                    )
                ]
            }
            let snippets = try scene.first(.fixLocalFirewall).snippets
            let named = snippets.filter { $0.text == "tcp dport 25" }
            #expect(named.count == (isNamed && fits ? 1 : 0))
            #expect(named.allSatisfy { $0.title.contains("table a, chain b") })
            #expect(snippets.count > named.count, "where to look is told all the same")
        }
    }
}
