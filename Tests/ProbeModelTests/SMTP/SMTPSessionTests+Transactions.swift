import ProbeModel

extension SMTPSessionTests {
    private static let plan = DialogueCase.plan(accepts: "domain1.test")
    private static let pipelining = "250-mx.example\r\n250 PIPELINING\r\n"

    static let transactions: [DialogueCase] = [
        DialogueCase(
            title: "pipelined and accepted, replies in one segment",
            plan: plan,
            steps: [
                .connected, .greeting, .server(pipelining, .transaction),
                .server("250 Ok\r\n250 Ok\r\n250 Ok\r\n", .conclude, .quit), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            acceptance: .accepted
        ),
        DialogueCase(
            title: "pipelined and deferred, as greylisting and postscreen do",
            plan: plan,
            steps: [
                .connected, .greeting, .server(pipelining, .transaction), .server("250 Ok\r\n"),
                .server("450 4.7.1 greylisted\r\n", .conclude), .server("250 Ok\r\n", .quit),
                .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 450,
            acceptance: .deferred
        ),
        DialogueCase(
            title: "pipelined, MAIL refused: the 503 to RCPT decides nothing",
            plan: plan,
            steps: [
                .connected, .greeting, .server(pipelining, .transaction),
                .server("530 5.7.0 Authentication required\r\n", .conclude),
                .server("503 5.5.1 need MAIL\r\n250 Ok\r\n", .quit), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 530,
            acceptance: .loginRequired
        ),
        DialogueCase(
            title: "one by one, MAIL refused: QUIT at once",
            plan: plan,
            steps: [
                .connected, .greeting, .server("250 mx.example\r\n", .mail),
                .server("550 no\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 550,
            acceptance: .refused
        ),
        DialogueCase(
            title: "one by one, RCPT refused",
            plan: plan,
            steps: [
                .connected, .greeting, .server("250 mx.example\r\n", .mail),
                .server("250 Ok\r\n", .recipient),
                .server("554 5.7.1 Relay access denied\r\n", .reset, .conclude),
                .server("250 Ok\r\n", .quit), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 554,
            acceptance: .refused
        ),
        DialogueCase(
            title: "421 to MAIL in a pipelined group: nothing more will come",
            plan: plan,
            steps: [
                .connected, .greeting, .server(pipelining, .transaction),
                .server("421 4.3.2 closing\r\n", .quit, .conclude), .event(.closedByPeer, .close),
            ],
            outcome: .ready,
            phase: .acceptance,
            replyCode: 421,
            acceptance: .deferred
        ),
        DialogueCase(
            title: "421 to RSET",
            plan: plan,
            steps: [
                .connected, .greeting, .server(pipelining, .transaction),
                .server("550 no\r\n", .conclude), .server("421 closing\r\n", .quit),
                .event(.closedByPeer, .close),
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 550,
            acceptance: .refused
        ),
        DialogueCase(
            title: "354 to RCPT tells nothing",
            plan: plan,
            steps: [
                .connected, .greeting, .server(pipelining, .transaction),
                .server("250 Ok\r\n354 go\r\n", .conclude), .server("250 Ok\r\n", .quit), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 354
        ),
        DialogueCase(
            title: "acceptance after HELO",
            plan: plan,
            steps: [
                .connected, .greeting, .server("502 no\r\n", .helo), .server("250 hi\r\n", .mail),
                .server("250 Ok\r\n", .recipient), .server("251 forward\r\n", .reset, .conclude),
                .server("250 Ok\r\n", .quit), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 502,
            acceptance: .accepted,
            usedHELO: true
        ),
    ]
}
