import ProbeModel
import Testing

/// One conversation: what happens, what the session does, and what is known at the end.
struct DialogueCase: CustomTestStringConvertible, Sendable {
    let title: String
    var plan = DialogueCase.plan()
    let steps: [Step]
    let outcome: Outcome?
    let phase: Phase
    var replyCode: UInt16?
    var startTLS = StartTLSResult.notOffered
    var acceptance = Acceptance.notTested
    var usedHELO = false

    var testDescription: String { title }

    /// One event and the actions that answer it.
    struct Step: Sendable {
        let event: SessionEvent
        let actions: [SessionAction]
    }

    static func plan(
        _ tlsMode: TLSMode = .starttls,
        triesStartTLS: Bool = true,
        accepts: String? = nil,
        ehloName: String = "probe.example"
    ) -> SessionPlan {
        SessionPlan(
            ehloName: ehloName,
            tlsMode: tlsMode,
            triesStartTLS: triesStartTLS,
            acceptanceDomain: accepts.flatMap { DomainName($0) }
        )
    }
}

extension DialogueCase.Step {
    /// The server sends a text.
    static func server(_ text: String, _ actions: SessionAction...) -> Self {
        Self(event: .received(Array(text.utf8)), actions: actions)
    }

    /// Something else happens.
    static func event(_ event: SessionEvent, _ actions: SessionAction...) -> Self {
        Self(event: event, actions: actions)
    }

    static let connected = Self.event(.connected)
    /// A greeting, answered by EHLO.
    static let greeting = Self.server("220 mx.example ESMTP\r\n", .ehlo)
    /// The end that every healthy session has.
    static let goodbye = Self.server("221 2.0.0 Bye\r\n", .close)
}

extension SessionAction {
    static func text(_ text: String) -> SessionAction { .send(Array(text.utf8)) }

    static let ehlo = text("EHLO probe.example\r\n")
    static let helo = text("HELO probe.example\r\n")
    static let starttls = text("STARTTLS\r\n")
    static let mail = text("MAIL FROM:<>\r\n")
    static let recipient = text("RCPT TO:<postmaster@domain1.test>\r\n")
    static let reset = text("RSET\r\n")
    static let transaction = text("MAIL FROM:<>\r\nRCPT TO:<postmaster@domain1.test>\r\nRSET\r\n")
    static let quit = text("QUIT\r\n")
}
