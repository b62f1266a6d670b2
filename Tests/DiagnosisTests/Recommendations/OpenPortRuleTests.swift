import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct OpenPortRuleTests {
    typealias Row = AdviceRow<String?>

    @Test(
        "a port is proposed that is free at the host and not stopped on the way",
        arguments: [
            Row("nothing else answers", "2525") { _ in },
            Row("2525 is something else", "26") { try $0.alternate(2525, says: "web.other.test") },
            Row("2525 wants a login", "26") { try $0.alternate(2525, acceptance: .loginRequired) },
            Row("both customary ports are taken", "10025") {
                try $0.alternate(2525, acceptance: .refused)
                try $0.alternate(26, acceptance: .refused)
            },
            Row("the provider stops both", "10025") {
                $0.context.ownNames = [DNSName(try AdviceScene.name("vm1.mmitech.info"))]
            },
            Row("587 wants a login", "2525") { try $0.alternate(587, acceptance: .loginRequired) },
            Row("2525 went unanswered as well", "26") {
                try $0.probe(AdviceScene.mail4, 2525, .timeout)
            },
            Row("nothing listens on 2525 yet", "2525") {
                try $0.probe(AdviceScene.mail4, 2525, .refused)
            },
            Row("both went unanswered, and a port of controls answers", "443") {
                try $0.probe(AdviceScene.mail4, 2525, .timeout)
                try $0.probe(AdviceScene.mail4, 26, .prohibited)
                try $0.blocked(references: [(587, .timeout), (443, .ready)])
            },
            Row("both went unanswered, and controls show login ports alone", "10025") {
                try $0.probe(AdviceScene.mail4, 2525, .timeout)
                try $0.probe(AdviceScene.mail4, 26, .timeout)
                try $0.blocked(references: [(587, .ready)])
            },
            Row("silent at the host, and it gets through to controls", "2525") {
                try $0.probe(AdviceScene.mail4, 2525, .timeout)
                try $0.blocked(references: [(2525, .ready)])
            },
            Row("silent at controls that answer elsewhere", "26") {
                try $0.blocked(references: [(2525, .timeout), (443, .ready)])
            },
            // Near misses.
            Row("a port serves already", nil) { try $0.alternate() },
            Row("the domain is none of ours", nil) { $0.context.isRelayDomain = false },
            Row("the block is our own", nil) {
                $0.egress = []
                try $0.egress(.locallyBlocked)
            },
            Row("the host's own firewall", nil) {
                $0.verdict = .filtered
                $0.egress = []
                try $0.alternate(587, acceptance: .loginRequired)
            },
            Row("the host is down", nil) {
                $0.verdict = .unreachable
                $0.egress = []
                try $0.egress(.open)
            },
        ]
    )
    func port(_ row: Row) throws {
        let found = try AdviceScene.blocked(row.change).advice
            .first { $0.action == .openAlternatePort }
        let port = found?.snippets.last?.text.split(separator: ":").last.map(String.init)
        #expect(port == row.expected)
        if let expected = row.expected {
            let texts = (found?.snippets ?? []).map(\.text)
            #expect(texts.count == 4)
            #expect(texts.allSatisfy { $0.contains(expected) })
        }
    }

    @Test("no port is named where each went unanswered")
    func noPort() throws {
        let scene = try AdviceScene.blocked {
            for port: UInt16 in [2525, 26, 10025] {
                try $0.probe(AdviceScene.mail4, port, .timeout)
            }
        }
        let advice = try scene.first(.openAlternatePort)
        #expect(advice.reason.hasSuffix("no port can be named that mail.domain1.test should open"))
        #expect(advice.snippets.isEmpty)
    }

    @Test("a port that is not the customary one is explained")
    func explained() throws {
        let scene = try AdviceScene.blocked {
            try $0.probe(AdviceScene.mail4, 2525, .timeout)
            try $0.probe(AdviceScene.mail4, 26, .timeout)
            try $0.blocked(references: [(443, .ready)])
        }
        #expect(
            try scene.first(.openAlternatePort).notes.last
                == "ports 26 and 2525 go unanswered as well, be it on the way or at the host; port 443 of controls answers, so it gets through; nothing else may listen on it at mail.domain1.test"
        )
    }

    @Test("the snippets are lines that work")
    func snippets() throws {
        let scene = try AdviceScene.blocked {
            $0.context.isRelayDomain = true
            $0.context.ownAddresses = [
                try AdviceScene.address(AdviceScene.own4), try AdviceScene.address("192.168.1.5"),
            ]
            try $0.alternate(587, acceptance: .loginRequired)
        }
        let advice = try scene.first(.openAlternatePort)
        #expect(
            advice.reason
                == "port 587 of mail.domain1.test wants a login and will never take the domain's mail from another server: have whoever runs mail.domain1.test take the domain's mail on port 2525 as well"
        )
        #expect(
            advice.notes == [
                "one of the ways below is enough; its firewall must let port 2525 in, from 198.51.100.7 at least"
            ]
        )
        #expect(
            advice.snippets == [
                Snippet(
                    "Postfix on mail.domain1.test: /etc/postfix/master.cf, then: postfix reload",
                    """
                    2525 inet  n       -       y       -       -       smtpd
                        -o syslog_name=postfix/2525
                        -o smtpd_sasl_auth_enable=no
                    """
                ),
                Snippet(
                    "or nftables on mail.domain1.test: save as FILE, then: nft -f FILE",
                    """
                    table inet mail_port_2525 {
                        chain prerouting {
                            type nat hook prerouting priority dstnat; policy accept;
                            tcp dport 2525 redirect to :25
                        }
                    }
                    """
                ),
                Snippet(
                    "or iptables on mail.domain1.test",
                    """
                    iptables  -t nat -A PREROUTING -p tcp --dport 2525 -j REDIRECT --to-ports 25
                    ip6tables -t nat -A PREROUTING -p tcp --dport 2525 -j REDIRECT --to-ports 25
                    """
                ),
                Snippet(
                    "then here, in the transport map",
                    "domain1.test  relay:[mail.domain1.test]:2525"
                ),
            ]
        )
    }
}

extension AdviceScene {
    /// Replaces the report by a block that a control shows, whose reference ports went as told.
    fileprivate mutating func blocked(references: [(port: UInt16, outcome: Outcome)]) throws {
        let address = "198.51.100.21"
        let sessions = try references.map { try Self.session(address, $0.port, $0.outcome) }
        let chosen = references.first { $0.outcome == .ready } ?? references[0]
        let control = ControlObservation(
            host: try Self.name("control1.alpha.test"),
            controlOperator: "alpha.test",
            address: try Self.address(address),
            attempts: [try Self.session(address, 25, .timeout)],
            referencePort: chosen.port,
            referenceAttempts: sessions
        )
        egress = []
        try egress(.blocked, method: .drop, controls: [control])
    }
}
