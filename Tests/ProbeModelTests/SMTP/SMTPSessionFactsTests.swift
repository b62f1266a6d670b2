import ProbeModel
import Testing

@Suite("SMTPSession keeps")
struct SMTPSessionFactsTests {
    private static func session(
        _ plan: SessionPlan = DialogueCase.plan(),
        _ events: SessionEvent...
    ) -> SMTPSession {
        var session = SMTPSession(plan: plan)
        for event in [.connected] + events { _ = session.handle(event) }
        return session
    }

    private static func text(_ text: String) -> SessionEvent { .received(Array(text.utf8)) }

    private static let clear = text("220 a\r\n250-a\r\n250-SIZE 1\r\n250 STARTTLS\r\n")

    @Test("what was offered in clear apart from what is offered in TLS")
    func capabilities() {
        let session = Self.session(
            DialogueCase.plan(),
            Self.clear,
            Self.text("220 go\r\n"),
            .tlsEstablished,
            Self.text("250-a\r\n250 AUTH PLAIN\r\n")
        )
        #expect(session.result.capabilities.list.map(\.keyword) == ["AUTH"])
        #expect(session.result.clearCapabilities.list.map(\.keyword) == ["SIZE", "STARTTLS"])
        #expect(session.result.greeting?.text == "a")
    }

    @Test("no capability of the clear when the EHLO in TLS fails")
    func forgottenCapabilities() {
        let session = Self.session(
            DialogueCase.plan(),
            Self.clear,
            Self.text("220 go\r\n"),
            .tlsEstablished,
            .closedByPeer
        )
        #expect(session.result.capabilities.list.isEmpty)
        #expect(session.result.clearCapabilities.offers("STARTTLS"))
    }

    @Test("the same capabilities twice when the handshake fails")
    func failedHandshake() {
        let session = Self.session(
            DialogueCase.plan(),
            Self.clear,
            Self.text("220 go\r\n"),
            .tlsFailed("no")
        )
        #expect(session.result.capabilities.offers("SIZE"))
        #expect(session.result.capabilities == session.result.clearCapabilities)
    }

    @Test("the first bytes of what is not SMTP, wherever it comes")
    func rawBytes() {
        let ssh = Self.session(DialogueCase.plan(), Self.text("SSH-2.0-x\r\n"))
        #expect(ssh.result.rawBytes == Array("SSH-2.0-x\r\n".utf8))
        let atEHLO = Self.session(DialogueCase.plan(), Self.text("220 a\r\n"), Self.text("what"))
        #expect(atEHLO.result.rawBytes == Array("what".utf8))
        let atStartTLS = Self.session(DialogueCase.plan(), Self.clear, Self.text("\u{15}\u{3}"))
        #expect(atStartTLS.result.rawBytes == [0x15, 3])
        let plan = DialogueCase.plan(accepts: "domain1.test")
        let atMail = Self.session(plan, Self.text("220 a\r\n250 b\r\n"), Self.text("?"))
        #expect(atMail.result.rawBytes == Array("?".utf8))
        let intermediate = Self.session(DialogueCase.plan(), Self.text("334 VXNlcg==\r\n"))
        #expect(intermediate.result.rawBytes == Array("334 VXNlcg==".utf8))
    }

    @Test("why implicit TLS failed")
    func tlsError() {
        let session = Self.session(DialogueCase.plan(.implicit), .tlsFailed("wrong version number"))
        #expect(session.result.tlsError == "wrong version number")
    }

    @Test("the reply behind the acceptance, and none where nothing is known")
    func acceptanceReply() {
        let plan = DialogueCase.plan(accepts: "domain1.test")
        let greeting = Self.text("220 a\r\n250 b\r\n250 ok\r\n")
        let refused = Self.session(plan, greeting, Self.text("550 no\r\n"))
        #expect(refused.result.acceptanceReply?.code.value == 550)
        let accepted = Self.session(plan, greeting, Self.text("250 yes\r\n"))
        #expect(accepted.result.acceptanceReply?.text == "yes")
        let odd = Self.session(plan, greeting, Self.text("354 go\r\n"))
        #expect(odd.result.acceptanceReply == nil)
        #expect(odd.result.reply?.code.value == 354)
    }

    @Test(
        "to names that cannot break a command",
        arguments: [
            ("probe.example", true), ("[192.0.2.1]", true), ("[IPv6:2001:db8::1]", true),
            ("under_score.example", true), ("", false), ("a b", false), ("a\r\nDATA", false),
            ("a\n", false), ("a\0", false), ("bücher.example", false), ("<>", false),
            (RawText(String(repeating: "a", count: 255)), true),
            (RawText(String(repeating: "a", count: 256)), false),
        ] as [(RawText, Bool)]
    )
    func ehloName(name: RawText, isSent: Bool) {
        var session = SMTPSession(plan: DialogueCase.plan(ehloName: name.text))
        _ = session.handle(.connected)
        let sent = isSent ? name.text : "[127.0.0.1]"
        #expect(session.handle(Self.text("220 a\r\n")) == [.text("EHLO \(sent)\r\n")])
    }

    @Test("a phase that tells which deadline runs")
    func phases() {
        var session = SMTPSession(plan: DialogueCase.plan(accepts: "domain1.test"))
        var phases = [session.phase]
        let offer = Self.text("250-a\r\n250-PIPELINING\r\n250 STARTTLS\r\n")
        let events: [SessionEvent] = [
            .connected, Self.text("220 a\r\n"), offer, Self.text("220 go\r\n"), .tlsEstablished,
            offer,
            Self.text("250 ok\r\n"), Self.text("250 ok\r\n"), Self.text("250 ok\r\n"),
            Self.text("221 bye\r\n"),
        ]
        for event in events {
            _ = session.handle(event)
            phases.append(session.phase)
        }
        #expect(
            phases == [
                .connect, .greeting, .ehlo, .starttls, .starttls, .ehlo, .acceptance, .acceptance,
                .quit, .quit, .quit,
            ]
        )
    }
}
