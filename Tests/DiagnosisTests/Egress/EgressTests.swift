import Diagnosis
import ProbeModel
import TestSupport
import Testing

/// A situation and the egress verdict that it must get.
struct EgressCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let verdict: EgressVerdict
    let method: BlockMethod?
    let hop: Int?
    let scene: @Sendable (inout EgressScene) throws -> Void

    init(
        _ title: String,
        _ verdict: EgressVerdict,
        _ method: BlockMethod? = nil,
        hop: Int? = nil,
        _ scene: @escaping @Sendable (inout EgressScene) throws -> Void
    ) {
        testDescription = title
        self.verdict = verdict
        self.method = method
        self.hop = hop
        self.scene = scene
    }
}

@Suite("Egress verdict, each with its near misses")
struct EgressTests {
    static let blocked: [EgressCase] = [
        EgressCase("two operators silent, beyond what loss explains", .blocked, .drop) {
            try $0.control(1, .timeout)
            try $0.control(2, .timeout)
            try $0.control(3, .timeout)
        },
        EgressCase("one operator's controls, however many", .inconclusive) {
            for number in 1...3 { try $0.control(number, .timeout, operatorName: "op.test") }
        },
        EgressCase("two SYNs and two answers are within what loss explains", .inconclusive) {
            try $0.control(1, .timeout, times: 1, syns: 1, referenceTimes: 1)
            try $0.control(2, .timeout, times: 1, syns: 1, referenceTimes: 1)
        },
        EgressCase("a control that is down altogether does no harm", .blocked, .drop) {
            try $0.control(1, .timeout, reference: .timeout)
            for number in 2...4 { try $0.control(number, .timeout) }
        },
        EgressCase("one control answers on 25: not blocked", .throttled) {
            for number in 1...3 { try $0.control(number, .timeout) }
            try $0.control(4, .ready)
        },
        EgressCase("resets on every attempt, at three operators", .blocked, .reset) {
            for number in 1...3 { try $0.control(number, .refused, times: 5) }
        },
        EgressCase("resets on every attempt, at two operators, in two rounds", .blocked, .reset) {
            for number in 1...2 { try $0.control(number, .refused, times: 10) }
        },
        EgressCase("resets on as few attempts as chance may well explain", .inconclusive) {
            for number in 1...3 { try $0.control(number, .refused, times: 3) }
        },
        EgressCase("one operator refuses often, the other as chance may have it", .inconclusive) {
            try $0.control(1, .refused, times: 40)
            try $0.control(2, .refused, times: 3)
        },
        EgressCase("resets and silence by turns", .inconclusive) {
            for number in 1...3 {
                try $0.control(number, .refused, times: 5)
                $0.observation.controls[number - 1].attempts[2].outcome = .timeout
            }
        },
        EgressCase("resets, and a SYN that got farther", .inconclusive) {
            for number in 1...3 { try $0.control(number, .refused, times: 5) }
            try $0.trace(smtp: [2: .reset, 4: .reset])
        },
        EgressCase("resets, and one SYN of a reference port lost", .inconclusive) {
            for number in 1...3 {
                try $0.control(number, .refused, times: 5)
                $0.observation.controls[number - 1].referenceAttempts[1].outcome = .timeout
            }
        },
        // A reference port that was chosen because it connected.
        EgressCase("silent on 25 and 587, beyond what loss explains on 443", .blocked, .drop) {
            for number in 1...3 {
                try $0.control(number, .timeout, referenceTimes: 4)
                try $0.givenUpReference(number)
            }
        },
        EgressCase("silent on 25 and 587, and 443 answered but when it was chosen", .inconclusive) {
            for number in 1...3 {
                try $0.control(number, .timeout, referenceTimes: 1)
                try $0.givenUpReference(number)
            }
        },
        EgressCase("one reference port silent and another not: not offline", .inconclusive) {
            for number in 1...2 {
                try $0.control(number, .timeout, times: 1, syns: 3, referenceTimes: 1)
                try $0.givenUpReference(number)
            }
        },
        EgressCase("resets seen once only", .inconclusive) {
            try $0.control(1, .refused, times: 1)
            try $0.control(2, .refused, times: 1)
        },
        EgressCase("ICMP prohibited", .blocked, .icmp) {
            for number in 1...3 { try $0.control(number, .prohibited, times: 5) }
        },
        EgressCase(
            "one control refuses, others are silent: the majority names the method",
            .blocked,
            .drop
        ) {
            try $0.control(1, .refused)
            for number in 2...4 { try $0.control(number, .timeout) }
        },
        EgressCase("silent, and the domain's own host answers rightly", .throttled) {
            for number in 1...3 { try $0.control(number, .timeout) }
            try $0.mailHost(.ready)
        },
        EgressCase(
            "two operators fail on 25 and no reference port answers: offline, not blocked",
            .offline
        ) {
            try $0.control(1, .timeout, reference: .timeout)
            try $0.control(2, .timeout, reference: .timeout)
        },
        EgressCase("no control at all", .inconclusive) { _ in },
        EgressCase("connected and mute on 25 is not blocked", .inconclusive) {
            try $0.control(1, .silent)
            try $0.control(2, .silent)
        },
        // The trace says where.
        EgressCase("dropped behind the first router", .blocked, .drop, hop: 1) {
            for number in 1...3 { try $0.control(number, .timeout) }
            try $0.trace(stopsAfter: 1)
        },
        EgressCase("dropped on arrival at the first router", .blocked, .drop, hop: 1) {
            for number in 1...3 { try $0.control(number, .timeout) }
            try $0.trace(stopsAfter: 0)
        },
        EgressCase("reset behind the second router", .blocked, .reset, hop: 2) {
            for number in 1...3 { try $0.control(number, .refused, times: 5) }
            try $0.trace(smtp: [3: .reset, 4: .reset, 5: .reset, 6: .reset, 7: .reset, 8: .reset])
        },
        EgressCase("the trace's SYNs weigh in", .blocked, .drop, hop: 1) {
            try $0.control(1, .timeout, times: 1, syns: 3, referenceTimes: 1)
            try $0.control(2, .timeout, times: 1, syns: 3, referenceTimes: 1)
            try $0.trace(1, stopsAfter: 1)
            try $0.trace(2, stopsAfter: 1)
        },
        EgressCase("one operator's silence carries nothing that the others do not", .inconclusive) {
            try $0.control(1, .timeout, syns: 40, referenceTimes: 9)
            try $0.control(2, .timeout, times: 1, syns: 3, referenceTimes: 1)
            try $0.trace(1, stopsAfter: 3)
        },
        EgressCase("a trace to a mail host that stops 25 itself weighs nothing", .inconclusive) {
            try $0.control(1, .timeout, times: 1, syns: 3, referenceTimes: 1)
            try $0.control(2, .timeout, times: 1, syns: 3, referenceTimes: 1)
            for number in 8...9 { try $0.trace(number, stopsAfter: 3) }
        },
        EgressCase("a SYN to 25 that a trace sees answered", .inconclusive) {
            for number in 1...3 { try $0.control(number, .timeout) }
            try $0.trace(stopsAfter: 3, smtp: [7: .connected])
        },
        EgressCase("an attempt on 25 that connected and was cut short", .inconclusive) {
            for number in 1...3 { try $0.control(number, .timeout) }
            $0.observation.controls[2].attempts[1].outcome = .interrupted
            $0.observation.controls[2].attempts[1].timings.connect = .milliseconds(900)
        },
        EgressCase("attempts that were cut short say nothing", .blocked, .drop) {
            for number in 1...3 { try $0.control(number, .timeout) }
            for number in 0..<3 {
                let probe = try probe("20.0.1.\(number + 1)", .interrupted)
                $0.observation.controls[number].attempts.append(probe)
            }
        },
        EgressCase("refused while the reference port answers but once", .inconclusive) {
            try $0.control(1, .unreachable, referenceTimes: 1)
            try $0.control(2, .unreachable, referenceTimes: 1)
        },
        EgressCase("refused by turns on both ports: a line that comes and goes", .inconclusive) {
            try $0.control(1, .unreachable)
            try $0.control(2, .unreachable)
            for number in 0..<2 {
                $0.observation.controls[number].referenceAttempts[1].outcome = .unreachable
            }
        },
        EgressCase("one operator refuses, the other lost a few SYNs", .inconclusive) {
            try $0.control(1, .refused, operatorName: "op1.test")
            try $0.control(2, .refused, operatorName: "op1.test")
            try $0.control(3, .timeout, times: 1, syns: 3, referenceTimes: 2)
        },
        EgressCase("the farthest hop that 25 was seen to pass", .blocked, .drop, hop: 2) {
            for number in 1...3 { try $0.control(number, .timeout) }
            try $0.trace(1, stopsAfter: 1)
            try $0.trace(2, stopsAfter: 2)
        },
    ]

    static let others: [EgressCase] = [
        EgressCase("no address of the family", .unavailable) { $0.observation.isAvailable = false },
        EgressCase("no route at all", .offline) {
            try $0.control(1, .noRoute, reference: .noRoute)
            try $0.mailHost(.noRoute)
        },
        // Authentic answers.
        EgressCase("own host with its certificate", .open) { try $0.mailHost(.ready) },
        EgressCase("own host refuses us by name: the port is open all the same", .open) {
            try $0.mailHost(.rejected) {
                $0.greeting = try reply(554, "mail.domain1.test no service")
            }
        },
        EgressCase("own host under another name, and nobody at the canary", .inconclusive) {
            try $0.mailHost(.ready) {
                $0.tls = nil
                $0.greeting = try reply(220, "srv7.hoster.example ESMTP")
            }
            try $0.canary(.timeout)
        },
        EgressCase("own host under another name, and nothing speaks for it", .inconclusive) {
            try $0.mailHost(.ready) {
                $0.tls = nil
                $0.greeting = try reply(220, "srv7.hoster.example ESMTP")
            }
        },
        EgressCase("own host under another name, as far away as its reference port", .open) {
            try $0.mailHost(.ready) {
                $0.tls = nil
                $0.greeting = try reply(220, "srv7.hoster.example ESMTP")
            }
            try $0.trace()
        },
        EgressCase("own host under another name, and a control by its own", .open) {
            try $0.mailHost(.ready) {
                $0.tls = nil
                $0.greeting = try reply(220, "srv7.hoster.example ESMTP")
            }
            try $0.control(1, .ready, reference: nil)
        },
        EgressCase("own host named, and two operators' hosts by one foreign name", .intercepted) {
            try $0.mailHost(.ready) { $0.tls = nil }
            for number in 1...2 {
                try $0.control(number, .ready) {
                    $0.greeting = try reply(220, "smtp-relay.isp.test ESMTP")
                }
            }
        },
        EgressCase("a stranger as far away, and two hosts by one name", .inconclusive) {
            for number in 1...2 {
                try $0.control(number, .ready, reference: nil) {
                    $0.greeting = try reply(220, "smtp-relay.isp.test ESMTP")
                }
            }
            try $0.trace()
        },
        EgressCase("own host and one control by one foreign name", .intercepted) {
            try $0.control(1, .ready) {
                $0.greeting = try reply(220, "smtp-relay.isp.test ESMTP")
            }
            try $0.mailHost(.ready) {
                $0.tls = nil
                $0.greeting = try reply(220, "smtp-relay.isp.test ESMTP")
            }
            $0.observation.mailHosts[0].alternates = [try probe("20.0.0.1", 2525, .ready)]
        },
        EgressCase("own host run by a control's operator", .inconclusive) {
            try $0.control(1, .ready) {
                $0.greeting = try reply(220, "mx.relay.example ESMTP")
            }
            try $0.mailHost(.ready) {
                $0.tls = nil
                $0.greeting = try reply(220, "mx.relay.example ESMTP")
            }
        },
        EgressCase(
            "a certificate and a name of another, behind one port of two operators",
            .inconclusive
        ) {
            for number in 1...2 {
                try $0.foreignCertificate(number, greeting: "node\(number).hoster\(number).example")
            }
        },
        EgressCase("certificates of another on 25, by one name", .intercepted) {
            for number in 1...2 {
                try $0.foreignCertificate(number, greeting: "smtp-relay.isp.test")
            }
        },
        EgressCase("a canary that connects and was cut short", .intercepted) {
            try $0.canary(.interrupted)
            $0.observation.canary?.timings.connect = .milliseconds(3)
        },
        EgressCase("a canary that was cut short before it connected", .inconclusive) {
            try $0.canary(.interrupted)
        },
        EgressCase("a control answers by its own name", .open) {
            try $0.control(1, .ready, reference: nil)
        },
        EgressCase("a control answers by its name, another is down", .open) {
            try $0.control(1, .ready, reference: nil)
            try $0.control(2, .timeout, reference: .timeout)
        },
        EgressCase("one control's own firewall stops 25, another answers", .open) {
            try $0.control(1, .ready, reference: nil)
            try $0.control(2, .timeout)
        },
        // Interception.
        EgressCase("the documentation address connects", .intercepted) {
            try $0.canary(.ready)
            try $0.mailHost(.ready) {
                $0.tls = nil
                $0.greeting = try reply(220, "smtp-relay.isp.test ESMTP")
            }
        },
        EgressCase("the documentation address connects, yet a verified certificate answers", .open)
        {
            try $0.canary(.silent)
            try $0.mailHost(.ready)
        },
        EgressCase("two operators' hosts share a name that is not theirs elsewhere", .intercepted) {
            for number in 1...2 {
                try $0.control(number, .ready) {
                    $0.greeting = try reply(220, "smtp-relay.isp.test ESMTP")
                }
            }
        },
        EgressCase("two operators' hosts that were never given a name", .inconclusive) {
            for number in 1...2 {
                try $0.control(number, .ready) {
                    $0.greeting = try reply(220, "localhost.localdomain ESMTP")
                }
            }
        },
        EgressCase("one host under another name than on its reference port", .inconclusive) {
            try $0.control(1, .ready) { $0.greeting = try reply(220, "node3.elsewhere.test ESMTP") }
        },
        EgressCase("answered nearer, with masked greeting", .intercepted, hop: 2) {
            for number in 1...2 {
                try $0.control(number, .ready) { $0.greeting = try reply(220, "****2***0**") }
            }
            for number in 1...2 {
                try $0.trace(number, smtp: [2: .connected, 3: .connected, 4: .connected])
            }
        },
        EgressCase("one sign at two operators, and another at one of them", .inconclusive) {
            for number in 1...2 {
                try $0.control(number, .ready) { $0.greeting = try reply(220, "****2***0**") }
            }
            try $0.trace(1, smtp: [2: .connected, 3: .connected, 4: .connected])
        },
        EgressCase("signs of one kind each at two operators", .inconclusive) {
            try $0.control(1, .ready) { $0.greeting = try reply(220, "node1.hoster.test ESMTP") }
            try $0.control(2, .ready) { $0.greeting = try reply(220, "****2***0**") }
        },
        EgressCase("two operators whose relays one vendor runs, on all ports", .open) {
            for number in 1...2 {
                try $0.control(number, .ready) {
                    $0.greeting = try reply(220, "relay.vendor.test ESMTP")
                }
                for index in 0..<3 {
                    $0.observation.controls[number - 1].referenceAttempts[index].greeting =
                        try reply(220, "relay.vendor.test ESMTP")
                }
            }
        },
        EgressCase("answered nearer by a path of another length, by its own name", .open) {
            try $0.control(1, .ready)
            try $0.control(2, .ready)
            try $0.trace(smtp: [3: .connected])
        },
        // Local causes.
        EgressCase("the kernel refuses", .locallyBlocked) {
            try $0.control(1, .deniedLocally)
            try $0.control(2, .deniedLocally)
        },
        EgressCase("ICMP from ourselves", .locallyBlocked, .icmp) {
            try $0.control(1, .deniedLocally) {
                $0.icmp = ICMPError(
                    family: .ipv4,
                    type: 3,
                    code: 13,
                    sender: try address("20.0.9.9")
                )
            }
        },
        EgressCase("SYNs cannot leave", .locallyBlocked, .drop) {
            for number in 1...3 { try $0.control(number, .timeout) { $0.synRetransmits = 2 } }
            $0.observation.unsentSYNs = 12
        },
        EgressCase("fewer SYNs kept back than were sent: another program's", .blocked, .drop) {
            for number in 1...3 { try $0.control(number, .timeout) { $0.synRetransmits = 2 } }
            $0.observation.unsentSYNs = 3
        },
        EgressCase("one host silent, and other programs' SYNs cannot leave", .inconclusive) {
            try $0.control(1, .timeout) { $0.synRetransmits = 2 }
            $0.observation.unsentSYNs = 12
        },
        EgressCase("SYNs cannot leave, yet a router saw ours", .blocked, .drop, hop: 1) {
            for number in 1...3 { try $0.control(number, .timeout) { $0.synRetransmits = 2 } }
            try $0.trace(stopsAfter: 1)
            $0.observation.unsentSYNs = 12
        },
        EgressCase("reset faster than any wire", .locallyBlocked, .reset) {
            try $0.control(1, .refused)
            try $0.control(2, .refused)
            try $0.trace(
                smtp: Dictionary(uniqueKeysWithValues: (1...8).map { ($0, .reset) }),
                fasterThanWire: true
            )
        },
        EgressCase("denied to us, and the mail owner passes", .open) {
            try $0.control(1, .deniedLocally)
            $0.observation.mailOwnerProbe = try probe("20.0.1.1", .ready)
        },
        EgressCase("denied everywhere, on every port: offline is not ruled out", .inconclusive) {
            try $0.control(1, .deniedLocally, reference: .deniedLocally)
        },
    ]

    @Test(arguments: blocked + others)
    func verdict(_ row: EgressCase) throws {
        let scene = try EgressScene(row.scene)
        let report = EgressDiagnoser.judge(scene.observation)
        #expect(report.verdict == row.verdict, "\(report.evidence.map(\.message))")
        #expect(report.method == row.method)
        #expect(report.blockedAt?.distance == row.hop)
        #expect(!report.evidence.isEmpty, "a verdict rests on something")
        #expect(report.evidence.allSatisfy { !$0.message.isEmpty })
    }

    @Test("no two operators, no `blocked`, whatever else was seen", arguments: 0..<300)
    func neverWithoutTwoOperators(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let outcomes: [Outcome] = [
            .timeout, .refused, .prohibited, .unreachable, .ready, .silent, .closed,
        ]
        let scene = try EgressScene { scene in
            for number in 1...Int.random(in: 1...5, using: &random) {
                try scene.control(
                    number,
                    outcomes.randomElement(using: &random) ?? .timeout,
                    times: .random(in: 1...3, using: &random),
                    syns: .random(in: 3...30, using: &random),
                    reference: [.ready, .timeout].randomElement(using: &random),
                    operatorName: "only.test"
                )
            }
        }
        #expect(EgressDiagnoser.judge(scene.observation).verdict != .blocked)
    }
}
