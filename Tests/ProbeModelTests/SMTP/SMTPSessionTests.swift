import ProbeModel
import Testing

@Suite("SMTPSession")
struct SMTPSessionTests {
    @Test("answers each event as the dialogue wants", arguments: SMTPSessionTests.dialogues)
    func dialogue(_ row: DialogueCase) {
        var session = SMTPSession(plan: row.plan)
        for (number, step) in row.steps.enumerated() {
            #expect(session.handle(step.event) == step.actions, "step \(number)")
        }
        #expect(session.result.outcome == row.outcome)
        #expect(session.result.phase == row.phase)
        #expect(session.result.reply?.code.value == row.replyCode)
        #expect(session.result.startTLS == row.startTLS)
        #expect(session.result.acceptance == row.acceptance)
        #expect(session.result.usedHELO == row.usedHELO)
    }

    static let dialogues = greetings + hellos + encryption + transactions + endings

    // MARK: Greeting

    static let greetings: [DialogueCase] = [
        DialogueCase(
            title: "a healthy server without extensions",
            steps: [
                .connected, .greeting, .server("250 mx.example\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .quit
        ),
        DialogueCase(
            title: "a multi-line greeting in two segments",
            steps: [
                .connected, .server("220-mx.example\r\n220"), .server(" hello\r\n", .ehlo),
                .server("250 mx.example\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .quit
        ),
        DialogueCase(
            title: "a greeting of 421, after which QUIT is sent all the same",
            steps: [
                .connected, .server("421 4.7.0 too many connections\r\n", .quit, .conclude),
                .event(.closedByPeer, .close),
            ],
            outcome: .deferred,
            phase: .greeting,
            replyCode: 421
        ),
        DialogueCase(
            title: "a greeting of 450",
            steps: [.connected, .server("450 busy\r\n", .quit, .conclude), .goodbye],
            outcome: .deferred,
            phase: .greeting,
            replyCode: 450
        ),
        DialogueCase(
            title: "a greeting of 554",
            steps: [.connected, .server("554 5.7.1 no service\r\n", .quit, .conclude), .goodbye],
            outcome: .rejected,
            phase: .greeting,
            replyCode: 554
        ),
        DialogueCase(
            title: "a greeting of 354, which means nothing here",
            steps: [.connected, .server("354 go on\r\n", .quit, .conclude, .close)],
            outcome: .notSMTP,
            phase: .greeting,
            replyCode: 354
        ),
        DialogueCase(
            title: "SSH, known by its first byte",
            steps: [.connected, .server("S", .conclude, .close)],
            outcome: .notSMTP,
            phase: .greeting
        ),
        DialogueCase(
            title: "a greeting that never ends",
            steps: [
                .connected,
                .server(String(repeating: "220-x\r\n", count: 256), .conclude, .close),
            ],
            outcome: .notSMTP,
            phase: .greeting
        ),
    ]

    // MARK: EHLO and HELO

    static let hellos: [DialogueCase] = [
        DialogueCase(
            title: "EHLO refused and HELO accepted",
            steps: [
                .connected, .greeting, .server("502 what?\r\n", .helo),
                .server("250 mx.example\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 502,
            usedHELO: true
        ),
        DialogueCase(
            title: "EHLO and HELO refused",
            steps: [
                .connected, .greeting, .server("550 no\r\n", .helo),
                .server("554 no\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .rejected,
            phase: .ehlo,
            replyCode: 554
        ),
        DialogueCase(
            title: "EHLO refused and HELO deferred",
            steps: [
                .connected, .greeting, .server("500 no\r\n", .helo),
                .server("421 too many errors\r\n", .quit, .conclude), .event(.reset, .close),
            ],
            outcome: .deferred,
            phase: .ehlo,
            replyCode: 421
        ),
        DialogueCase(
            title: "EHLO refused and closed: the refusal counts",
            steps: [
                .connected, .greeting, .server("554 5.7.1 blocked\r\n", .helo),
                .event(.closedByPeer, .conclude, .close),
            ],
            outcome: .rejected,
            phase: .ehlo,
            replyCode: 554
        ),
        DialogueCase(
            title: "421 to EHLO: no HELO follows",
            steps: [
                .connected, .greeting, .server("421 4.0.0 closing\r\n", .quit, .conclude),
                .event(.closedByPeer, .close),
            ],
            outcome: .deferred,
            phase: .ehlo,
            replyCode: 421
        ),
        DialogueCase(
            title: "garbage instead of an EHLO reply",
            steps: [.connected, .greeting, .server("what", .quit, .conclude, .close)],
            outcome: .notSMTP,
            phase: .ehlo
        ),
        DialogueCase(
            title: "354 to EHLO",
            steps: [.connected, .greeting, .server("354 go\r\n", .quit, .conclude, .close)],
            outcome: .notSMTP,
            phase: .ehlo,
            replyCode: 354
        ),
        DialogueCase(
            title: "an EHLO name that would break the line",
            plan: DialogueCase.plan(ehloName: "a\r\nDATA"),
            steps: [
                .connected, .server("220 mx\r\n", .text("EHLO [127.0.0.1]\r\n")),
                .server("502 no\r\n", .text("HELO [127.0.0.1]\r\n")),
            ],
            outcome: nil,
            phase: .ehlo,
            replyCode: 502
        ),
        DialogueCase(
            title: "an EHLO name that is an address literal",
            plan: DialogueCase.plan(ehloName: "[IPv6:2001:db8::1]"),
            steps: [
                .connected, .server("220 mx\r\n", .text("EHLO [IPv6:2001:db8::1]\r\n")),
            ],
            outcome: nil,
            phase: .ehlo
        ),
    ]
}
