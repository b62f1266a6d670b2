import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct ContactRemoteRuleTests {
    typealias Row = AdviceRow<String?>

    static func open(
        _ verdict: Verdict,
        _ change: (inout AdviceScene) throws -> Void
    ) throws
        -> AdviceScene
    {
        try AdviceScene(verdict) {
            try $0.host("mail.domain1.test", [AdviceScene.mail4, AdviceScene.mail6])
            try $0.egress(.open)
            try $0.egress(.open, .ipv6)
            try change(&$0)
        }
    }

    @Test(
        "the people of the mail host are told what was seen, in the server's own words",
        arguments: [
            Row(
                "unreachable",
                "tell whoever runs mail.domain1.test by another way than mail to domain1.test that port 25 of 203.0.113.11 and 2001:db8::11 does not answer (no SYN-ACK), while port 25 of others answers from here"
            ) {
                $0.verdict = .unreachable
                try $0.probe(AdviceScene.mail4, 25, .timeout)
                try $0.probe(AdviceScene.mail6, 25, .timeout)
            },
            Row(
                "in two ways",
                "tell whoever runs mail.domain1.test by another way than mail to domain1.test that port 25 of 203.0.113.11 refuses the connection (TCP reset) and port 25 of 2001:db8::11 connects, then says nothing in time before a greeting, while port 25 of others answers from here"
            ) {
                $0.verdict = .unreachable
                try $0.probe(AdviceScene.mail4, 25, .refused)
                try $0.probe(AdviceScene.mail6, 25, .silent)
            },
            Row(
                "rejected by reputation",
                "whoever runs mail.domain1.test refuse this machine for its reputation, saying \"554 5.7.1 blocked using zen.spamhaus.org\": have its address removed from the list they name, or ask them to let it in"
            ) {
                $0.verdict = .rejected
                try $0.probe(
                    AdviceScene.mail4,
                    25,
                    .rejected,
                    reply: AdviceScene.reply(554, "5.7.1 blocked using zen.spamhaus.org")
                )
            },
            Row(
                "rejected as no relay",
                "tell whoever runs mail.domain1.test that they refuse mail for domain1.test, saying \"554 5.7.1 Relay access denied\""
            ) {
                $0.verdict = .rejected
                try $0.probe(
                    AdviceScene.mail4,
                    25,
                    .ready,
                    acceptance: .refused,
                    reply: AdviceScene.reply(554, "5.7.1 Relay access denied")
                )
            },
            Row(
                "a login on port 25",
                "tell whoever runs mail.domain1.test that port 25 wants a login for the domain's own mail, which no other server has; it says \"530 5.7.0 Authentication required\""
            ) {
                $0.verdict = .rejected
                try $0.probe(
                    AdviceScene.mail4,
                    25,
                    .ready,
                    acceptance: .loginRequired,
                    reply: AdviceScene.reply(530, "5.7.0 Authentication required")
                )
            },
            Row(
                "filtered",
                "tell whoever runs mail.domain1.test that port 25 of 203.0.113.11 does not answer (no SYN-ACK), while other ports of theirs and port 25 of others answer from here: their firewall stops it"
            ) {
                $0.verdict = .filtered
                try $0.probe(AdviceScene.mail4, 25, .timeout)
                try $0.alternate()
            },
            Row(
                "ill, though mail flows",
                "tell whoever runs mail.domain1.test that 203.0.113.11:25 the certificate ended 3 days ago; [2001:db8::11]:25 does not answer (no SYN-ACK)"
            ) {
                $0.verdict = .degraded
                $0.findings = [
                    Finding(
                        .certificateExpired,
                        .warning,
                        subject: "mail.domain1.test 203.0.113.11:25",
                        message: "the certificate ended 3 days ago"
                    ),
                    Finding(
                        .endpointFails,
                        .warning,
                        subject: "mail.domain1.test [2001:db8::11]:25",
                        message: "does not answer (no SYN-ACK)"
                    ),
                ]
            },
            // Near misses.
            Row("ill where our own port 25 explains it", nil) {
                $0.verdict = .degraded
                $0.egress[1].verdict = .blocked
                $0.findings = [
                    Finding(
                        .endpointFails,
                        .warning,
                        subject: "mail.domain1.test [2001:db8::11]:25",
                        message: "does not answer (no SYN-ACK)"
                    )
                ]
            },
            Row("another host of a longer name", nil) {
                $0.verdict = .degraded
                $0.findings = [
                    Finding(
                        .endpointFails,
                        .warning,
                        subject: "mail.domain1.test.example 203.0.113.99:25",
                        message: "does not answer"
                    )
                ]
            },
            Row("what they cannot mend", nil) {
                $0.verdict = .degraded
                $0.findings = [
                    Finding(
                        .startTLSMangled,
                        .warning,
                        subject: "mail.domain1.test 203.0.113.11:25",
                        message: "arrives mangled"
                    )
                ]
            },
            Row("blocked here", nil) {
                $0.verdict = .blocked
                $0.egress = []
                try $0.egress(.blocked)
            },
            Row("a 554 that a device in between says", nil) {
                $0.verdict = .rejected
                $0.egress = []
                try $0.egress(.intercepted)
                try $0.egress(.intercepted, .ipv6)
                try $0.probe(AdviceScene.mail4, 25, .rejected, reply: AdviceScene.reply(554, "no"))
            },
            Row("healthy", nil) { $0.verdict = .healthy },
        ]
    )
    func told(_ row: Row) throws {
        let found = try Self.open(.unreachable, row.change).advice
            .first { $0.action == .contactRemote }
        #expect(found?.reason == row.expected)
    }

    @Test("a filtered host is told after the entry that helps at once")
    func order() throws {
        let scene = try Self.open(.filtered) {
            try $0.probe(AdviceScene.mail4, 25, .timeout)
            try $0.alternate()
        }
        #expect(scene.actions == [.setTransport, .contactRemote])
    }

    @Test("a filtered host whose other port wants a login is told why that does not help")
    func login() throws {
        let scene = try Self.open(.filtered) {
            try $0.probe(AdviceScene.mail4, 25, .timeout)
            try $0.alternate(587, acceptance: .loginRequired)
        }
        #expect(scene.actions == [.contactRemote])
        #expect(
            scene.advice.first?.notes == [
                "port 587 of mail.domain1.test wants a login and will never take the domain's mail from another server"
            ]
        )
    }

    @Test(
        "a family that fails on this machine is not the remote's fault",
        arguments: [
            (.open, .timeout, true), (.open, .closed, true), (nil, .timeout, true),
            (.inconclusive, .closed, true), (.open, .noRoute, false), (nil, .noRoute, false),
            (.open, .deniedLocally, false), (.offline, .timeout, false),
            (.offline, .unreachable, false), (.inconclusive, .timeout, false),
            (.inconclusive, .noRoute, false), (.locallyBlocked, .deniedLocally, false),
            (.blocked, .timeout, false),
        ] as [(EgressVerdict?, Outcome, Bool)]
    )
    func oneFamily(_ verdict: EgressVerdict?, _ outcome: Outcome, _ isBlamed: Bool) throws {
        let scene = try Self.open(.degraded) {
            try $0.probe(AdviceScene.mail4, 25, .ready)
            try $0.probe(AdviceScene.mail6, 25, outcome)
            if let verdict { $0.egress[1].verdict = verdict } else { $0.egress.removeLast() }
            $0.findings = [
                Finding(
                    .endpointFails,
                    .warning,
                    subject: "mail.domain1.test [2001:db8::11]:25",
                    message: "fails"
                )
            ]
        }
        #expect(scene.actions.contains(.contactRemote) == isBlamed, "\(scene.advice)")
    }
}
