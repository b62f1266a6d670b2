import ProbeModel

/// A session, and the first rule that it breaks.
struct SessionWatch {
    private var session: SMTPSession
    private var final: SessionResult?
    private var quits = 0

    /// Whether the session has asked to close.
    private(set) var isClosed = false

    /// The first rule that was broken.
    private(set) var violation: String?

    init(_ session: SMTPSession) { self.session = session }

    mutating func handle(_ event: SessionEvent) {
        let wasClosed = isClosed
        for action in session.handle(event) { check(action, wasClosed: wasClosed) }
        if let final, final != session.result { fail("the result changes after it is final") }
        if (final != nil) != (session.result.outcome != nil) { fail("an outcome without conclude") }
        if isClosed, final == nil { fail("closed without conclude") }
        // A handshake that is asked for comes about.
        if !isClosed, session.phase == .tls { handle(.tlsEstablished) }
    }

    private mutating func check(_ action: SessionAction, wasClosed: Bool) {
        if isClosed { fail(wasClosed ? "an action after the end" : "close is not the last action") }
        switch action {
        case .send(let bytes): check(sent: bytes)
        case .startTLS: break
        case .conclude:
            if final != nil { fail("concluded twice") }
            final = session.result
        case .close: isClosed = true
        }
    }

    private mutating func check(sent bytes: [UInt8]) {
        guard session.result.greeting != nil else { return fail("spoke before the greeting") }
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        guard lines.last?.isEmpty == true, lines.dropLast().allSatisfy({ $0.last == 13 }) else {
            return fail("a command does not end in CR LF")
        }
        for line in lines.dropLast() {
            let text = String(decoding: line.dropLast(), as: UTF8.self)
            let verb = text.split(separator: " ").first.map(String.init) ?? ""
            if !["EHLO", "HELO", "STARTTLS", "MAIL", "RCPT", "RSET", "QUIT"].contains(verb) {
                fail("sent \(verb)")
            }
            if line.contains(where: { $0 < 32 && $0 != 13 || $0 > 126 }) { fail("sent odd bytes") }
            if verb == "QUIT" { quits += 1 }
        }
        if quits > 1 { fail("QUIT twice") }
    }

    private mutating func fail(_ rule: String) {
        violation = violation ?? rule
    }
}
