import ProbeModel

/// Every state and every way in which a session can end there.
extension SMTPSessionTests {
    static let endings: [DialogueCase] = SituationCase.all.flatMap { situation in
        situation.endings.map { row in
            var steps = situation.steps
            steps.append(DialogueCase.Step(event: row.event, actions: row.actions))
            // Nothing that comes later gets an answer.
            let late: [SessionEvent] = [
                .connected, .received(Array("220 late\r\n".utf8)), .tlsEstablished,
                .tlsFailed("late"),
                .closedByPeer, .reset, .timedOut, .interrupted,
            ]
            steps += late.map { DialogueCase.Step(event: $0, actions: []) }
            return DialogueCase(
                title: "\(situation.name): \(row.event)",
                plan: situation.plan,
                steps: steps,
                outcome: row.outcome,
                phase: situation.phase,
                replyCode: situation.replyCode,
                startTLS: row.startTLS ?? situation.startTLS,
                acceptance: situation.acceptance
            )
        }
    }
}

/// A session that has come to one state, and how it ends there.
private struct SituationCase {
    let name: String
    var plan = DialogueCase.plan()
    let steps: [DialogueCase.Step]
    let phase: Phase
    var replyCode: UInt16?
    var startTLS = StartTLSResult.notOffered
    var acceptance = Acceptance.notTested
    let endings: [Ending]

    struct Ending {
        let event: SessionEvent
        let outcome: Outcome
        let actions: [SessionAction]
        var startTLS: StartTLSResult?
    }

    private static let cut: [SessionAction] = [.conclude, .close]
    private static let farewell: [SessionAction] = [.quit, .conclude, .close]
    private static let offer = DialogueCase.Step.server("250-mx\r\n250 STARTTLS\r\n", .starttls)

    /// Closed, reset, timed out, interrupted, in this order.
    private static func endings(
        _ outcomes: [Outcome],
        _ actions: [[SessionAction]],
        _ messages: [String?] = [nil, nil, nil, nil]
    ) -> [Ending] {
        let events: [SessionEvent] = [.closedByPeer, .reset, .timedOut, .interrupted]
        return events.indices.map {
            Ending(
                event: events[$0],
                outcome: outcomes[$0],
                actions: actions[$0],
                startTLS: messages[$0].map { .failed($0) }
            )
        }
    }

    static let all: [SituationCase] = [
        SituationCase(
            name: "connection",
            steps: [],
            phase: .connect,
            endings: endings(
                [.refused, .refused, .timeout, .interrupted],
                [cut, cut, cut, cut]
            )
        ),
        SituationCase(
            name: "implicit TLS",
            plan: DialogueCase.plan(.implicit),
            steps: [.event(.connected, .startTLS)],
            phase: .tls,
            endings: endings([.closed, .reset, .silent, .interrupted], [cut, cut, cut, cut])
        ),
        SituationCase(
            name: "greeting",
            steps: [.connected],
            phase: .greeting,
            endings: endings([.closed, .reset, .silent, .interrupted], [cut, cut, cut, cut])
        ),
        SituationCase(
            name: "half a greeting",
            steps: [.connected, .server("220 mx.exam")],
            phase: .greeting,
            endings: endings([.closed, .reset, .silent, .interrupted], [cut, cut, cut, cut])
        ),
        SituationCase(
            name: "EHLO",
            steps: [.connected, .greeting],
            phase: .ehlo,
            endings: endings(
                [.closed, .reset, .silent, .interrupted],
                [cut, cut, farewell, farewell]
            )
        ),
        SituationCase(
            name: "HELO",
            steps: [.connected, .greeting, .server("502 no\r\n", .helo)],
            phase: .ehlo,
            replyCode: 502,
            endings: endings(
                [.rejected, .rejected, .rejected, .interrupted],
                [cut, cut, farewell, farewell]
            ) + [
                Ending(
                    event: .received(Array("?".utf8)),
                    outcome: .notSMTP,
                    actions: farewell
                )
            ]
        ),
        SituationCase(
            name: "STARTTLS reply",
            steps: [.connected, .greeting, offer],
            phase: .starttls,
            startTLS: .notTried,
            endings: endings(
                [.ready, .ready, .ready, .ready],
                [cut, cut, farewell, farewell],
                [
                    "the server closed the connection", "the connection was reset",
                    "no reply to STARTTLS in time", nil,
                ]
            ) + [
                Ending(
                    event: .received(Array("?".utf8)),
                    outcome: .ready,
                    actions: farewell,
                    startTLS: .failed("the reply to STARTTLS is not SMTP")
                )
            ]
        ),
        SituationCase(
            name: "handshake",
            steps: [.connected, .greeting, offer, .server("220 go\r\n", .startTLS)],
            phase: .starttls,
            startTLS: .notTried,
            endings: endings(
                [.ready, .ready, .ready, .ready],
                [cut, cut, cut, cut],
                [
                    "the server closed during the handshake",
                    "the connection was reset during the handshake",
                    "the handshake did not finish in time", nil,
                ]
            )
        ),
        SituationCase(
            name: "EHLO after STARTTLS",
            steps: [
                .connected, .greeting, offer, .server("220 go\r\n", .startTLS),
                .event(.tlsEstablished, .ehlo),
            ],
            phase: .ehlo,
            startTLS: .established,
            endings: endings(
                [.ready, .ready, .ready, .ready],
                [cut, cut, farewell, farewell]
            )
        ),
        SituationCase(
            name: "MAIL",
            plan: DialogueCase.plan(accepts: "domain1.test"),
            steps: [.connected, .greeting, .server("250 mx\r\n", .mail)],
            phase: .acceptance,
            endings: endings(
                [.ready, .ready, .ready, .ready],
                [cut, cut, farewell, farewell]
            ) + [
                Ending(event: .received(Array("?".utf8)), outcome: .ready, actions: farewell)
            ]
        ),
        SituationCase(
            name: "RCPT",
            plan: DialogueCase.plan(accepts: "domain1.test"),
            steps: [
                .connected, .greeting, .server("250 mx\r\n", .mail),
                .server("250 Ok\r\n", .recipient),
            ],
            phase: .acceptance,
            endings: endings(
                [.ready, .ready, .ready, .ready],
                [cut, cut, farewell, farewell]
            )
        ),
        SituationCase(
            name: "RSET",
            plan: DialogueCase.plan(accepts: "domain1.test"),
            steps: [
                .connected, .greeting, .server("250 mx\r\n", .mail),
                .server("250 Ok\r\n", .recipient), .server("250 Ok\r\n", .reset, .conclude),
            ],
            phase: .quit,
            acceptance: .accepted,
            endings: endings(
                [.ready, .ready, .ready, .ready],
                [[.close], [.close], [.quit, .close], [.quit, .close]]
            )
        ),
        SituationCase(
            name: "QUIT",
            steps: [.connected, .greeting, .server("250 mx\r\n", .quit, .conclude)],
            phase: .quit,
            endings: endings(
                [.ready, .ready, .ready, .ready],
                [[.close], [.close], [.close], [.close]]
            ) + [
                Ending(event: .received(Array("?".utf8)), outcome: .ready, actions: [.close])
            ]
        ),
    ]
}
