import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct AddressFamilyRuleTests {
    typealias Row = AdviceRow<String?>

    /// A domain in both families with one in trouble.
    static func scene(
        _ trouble: EgressVerdict,
        _ family: AddressFamily,
        method: BlockMethod? = nil,
        other: EgressVerdict = .open
    ) throws -> AdviceScene {
        try AdviceScene(.degraded) {
            try $0.host("mail.domain1.test", [AdviceScene.mail4, AdviceScene.mail6])
            try $0.egress(trouble, family, method: method)
            try $0.egress(other, family == .ipv4 ? .ipv6 : .ipv4)
        }
    }

    @Test(
        "the free family is preferred where only one is in trouble",
        arguments: [
            (
                EgressVerdict.blocked, AddressFamily.ipv6,
                "postconf -e 'smtp_address_preference = ipv4'\npostfix reload"
            ),
            (.blocked, .ipv4, "postconf -e 'smtp_address_preference = ipv6'\npostfix reload"),
            (.throttled, .ipv6, "postconf -e 'smtp_address_preference = ipv4'\npostfix reload"),
            (
                .locallyBlocked, .ipv6,
                "postconf -e 'smtp_address_preference = ipv4'\npostfix reload"
            ),
        ]
    )
    func preferred(_ verdict: EgressVerdict, _ family: AddressFamily, _ command: String) throws {
        let advice = try Self.scene(verdict, family).first(.preferAddressFamily)
        #expect(advice.snippets.first?.text == command)
        #expect(
            advice.notes.contains { $0.contains("unsafe") || $0.contains("smtp_balance") }
                == (family == .ipv4)
        )
    }

    @Test("a device that answers is left out, because Postfix would not go on")
    func intercepted() throws {
        let advice = try Self.scene(.intercepted, .ipv6).first(.preferAddressFamily)
        #expect(
            advice.snippets.map(\.text) == [
                """
                smtp-ipv4 unix  -       -       y       -       -       smtp
                    -o syslog_name=postfix/smtp-ipv4
                    -o inet_protocols=ipv4
                """
            ]
        )
        #expect(advice.notes.first?.hasPrefix("smtp_address_preference is not enough") == true)
    }

    @Test("what Postfix does is told to the letter")
    func texts() throws {
        let advice = try Self.scene(.blocked, .ipv6, method: .drop).first(.preferAddressFamily)
        #expect(
            advice.reason
                == "port 25 is dropped over IPv6, and IPv4 is open: Postfix gets through by itself, after up to smtp_connect_timeout (30 s) per silent address, and sooner when it tries IPv4 first"
        )
        #expect(
            advice.notes == [
                "smtp_address_preference decides which family is tried first among MX hosts of equal preference; the other is still tried when that fails",
                "inet_protocols = ipv4 in main.cf would take IPv6 from receiving and from every other destination too",
            ]
        )
    }

    @Test("a reset costs no time")
    func reset() throws {
        let advice = try Self.scene(.blocked, .ipv6, method: .reset).first(.preferAddressFamily)
        #expect(!advice.reason.contains("30 s"))
    }

    @Test(
        "silent in near misses",
        arguments: [
            AdviceRow("both families in trouble", false) { try $0.egress(.blocked, .ipv6) },
            AdviceRow("the other could not be judged", false) {
                $0.verdict = .degraded
                try $0.egress(.inconclusive, .ipv6)
            },
            AdviceRow("the domain has one family only", false) {
                $0.verdict = .degraded
                $0.hosts = []
                try $0.host("mail.domain1.test", [AdviceScene.mail4])
                try $0.egress(.open, .ipv6)
            },
            AdviceRow("this machine has one family only", false) {
                $0.verdict = .degraded
                $0.families = [.ipv4]
                try $0.egress(.open, .ipv6)
            },
            AdviceRow("the remote's IPv6 alone is down", false) {
                $0.verdict = .degraded
                $0.egress = []
                try $0.egress(.open)
                try $0.egress(.open, .ipv6)
            },
            AdviceRow("the near miss of these", true) {
                $0.verdict = .degraded
                try $0.egress(.open, .ipv6)
            },
        ]
    )
    func silent(_ row: AdviceRow<Bool>) throws {
        let scene = try AdviceScene.blocked {
            $0.hosts = []
            try $0.host("mail.domain1.test", [AdviceScene.mail4, AdviceScene.mail6])
            try row.change(&$0)
        }
        #expect(scene.actions.contains(.preferAddressFamily) == row.expected)
    }
}
