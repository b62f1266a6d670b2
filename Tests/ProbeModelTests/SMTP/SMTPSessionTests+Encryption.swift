import ProbeModel

extension SMTPSessionTests {
    private static let offer = "250-mx.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n"

    private static func refusal(_ code: Int, _ text: String) -> StartTLSResult {
        ReplyCode(code).map { .refused(Reply(code: $0, lines: [Array(text.utf8)])) } ?? .notOffered
    }

    static let encryption: [DialogueCase] = [
        DialogueCase(
            title: "STARTTLS, EHLO again, acceptance",
            plan: DialogueCase.plan(accepts: "domain1.test"),
            steps: [
                .connected, .greeting, .server(offer, .starttls),
                .server("220 2.0.0 Ready\r\n", .startTLS), .event(.tlsEstablished, .ehlo),
                // What was offered in clear is forgotten: no PIPELINING, so one by one.
                .server("250 mx.example\r\n", .mail), .server("250 Ok\r\n", .recipient),
                .server("250 Ok\r\n", .reset, .conclude), .server("250 Ok\r\n", .quit), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            startTLS: .established,
            acceptance: .accepted
        ),
        DialogueCase(
            title: "STARTTLS offered and by request not tried",
            plan: DialogueCase.plan(triesStartTLS: false),
            steps: [.connected, .greeting, .server(offer, .quit, .conclude), .goodbye],
            outcome: .ready,
            phase: .quit,
            startTLS: .notTried
        ),
        DialogueCase(
            title: "STARTTLS offered and refused: on in clear",
            steps: [
                .connected, .greeting, .server(offer, .starttls),
                .server("454 not now\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            replyCode: 454,
            startTLS: refusal(454, "not now")
        ),
        DialogueCase(
            title: "a positive reply to STARTTLS other than 220 is a refusal",
            steps: [
                .connected, .greeting, .server(offer, .starttls),
                .server("250 fine\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .quit,
            startTLS: refusal(250, "fine")
        ),
        DialogueCase(
            title: "421 to STARTTLS ends the session",
            plan: DialogueCase.plan(accepts: "domain1.test"),
            steps: [
                .connected, .greeting, .server(offer, .starttls),
                .server("421 closing\r\n", .quit, .conclude), .event(.closedByPeer, .close),
            ],
            outcome: .ready,
            phase: .starttls,
            replyCode: 421,
            startTLS: refusal(421, "closing")
        ),
        DialogueCase(
            title: "plaintext in the segment of the 220 to STARTTLS",
            steps: [
                .connected, .greeting, .server(offer, .starttls),
                .server("220 go\r\n250 forged\r\n", .conclude, .close),
            ],
            outcome: .ready,
            phase: .starttls,
            startTLS: .failed("plaintext after the STARTTLS reply")
        ),
        DialogueCase(
            title: "plaintext after the 220 to STARTTLS",
            steps: [
                .connected, .greeting, .server(offer, .starttls), .server("220 go\r\n", .startTLS),
                .server("2", .conclude, .close),
            ],
            outcome: .ready,
            phase: .starttls,
            startTLS: .failed("plaintext after the STARTTLS reply")
        ),
        DialogueCase(
            title: "a handshake that fails",
            steps: [
                .connected, .greeting, .server(offer, .starttls), .server("220 go\r\n", .startTLS),
                .event(.tlsFailed("no shared cipher"), .conclude, .close),
            ],
            outcome: .ready,
            phase: .starttls,
            startTLS: .failed("no shared cipher")
        ),
        DialogueCase(
            title: "EHLO refused after STARTTLS",
            steps: [
                .connected, .greeting, .server(offer, .starttls), .server("220 go\r\n", .startTLS),
                .event(.tlsEstablished, .ehlo), .server("503 no\r\n", .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .ehlo,
            replyCode: 503,
            startTLS: .established
        ),
        DialogueCase(
            title: "implicit TLS, where STARTTLS is not tried",
            plan: DialogueCase.plan(.implicit),
            steps: [
                .event(.connected, .startTLS), .event(.tlsEstablished), .greeting,
                .server(offer, .quit, .conclude), .goodbye,
            ],
            outcome: .ready,
            phase: .quit
        ),
        DialogueCase(
            title: "implicit TLS that fails",
            plan: DialogueCase.plan(.implicit),
            steps: [
                .event(.connected, .startTLS),
                .event(.tlsFailed("wrong version number"), .conclude, .close),
            ],
            outcome: .tlsFailed,
            phase: .tls
        ),
    ]
}
