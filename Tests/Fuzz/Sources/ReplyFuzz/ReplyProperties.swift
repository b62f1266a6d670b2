import ProbeModel

/// What must hold for replies, capabilities and sessions whatever a server sends.
///
/// The first byte of an input chooses the plan and the segmentation; the rest is what the server
/// sends, in which the byte 0xFE and the one after it stand for another event.
enum ReplyProperties {
    /// The first property that an input breaks, or `nil`.
    static func violation(of input: [UInt8]) -> String? {
        let choice = input.first ?? 0
        let stream = Array(input.dropFirst())
        return readerViolation(stream, cut: Int(choice >> 4) + 2)
            ?? sessionViolation(stream, choice: choice)
    }

    // MARK: Reader

    /// What a reader makes of a stream; a refusal's bytes are left out, they depend on how much had come.
    private struct Reading: Equatable {
        var replies: [Reply] = []
        var refusal: ReplyRefusal.Reason?
        var hasUnreadBytes = false
    }

    private static func read(_ stream: [UInt8], pieceLength: Int) -> Reading {
        var reader = ReplyReader()
        var reading = Reading()
        var rest = stream[...]
        while !rest.isEmpty, reading.refusal == nil {
            reader.append(Array(rest.prefix(pieceLength)))
            rest = rest.dropFirst(pieceLength)
            while reading.refusal == nil, let next = reader.next() {
                switch next {
                case .success(let reply): reading.replies.append(reply)
                case .failure(let refusal): reading.refusal = refusal.reason
                }
            }
        }
        reading.hasUnreadBytes = reader.hasUnreadBytes
        return reading
    }

    private static func readerViolation(_ stream: [UInt8], cut: Int) -> String? {
        let whole = read(stream, pieceLength: max(1, stream.count))
        guard read(stream, pieceLength: 1) == whole, read(stream, pieceLength: cut) == whole else {
            return "the segmentation changes what is read"
        }
        for reply in whole.replies {
            if let violation = replyViolation(reply) { return violation }
        }
        return nil
    }

    private static func replyViolation(_ reply: Reply) -> String? {
        guard (1...ReplyReader.maximumLineCount).contains(reply.lines.count),
            reply.lines.allSatisfy({ $0.count < ReplyReader.maximumLineLength }),
            reply.lines.allSatisfy({ !$0.contains(UInt8(ascii: "\n")) })
        else { return "a reply passes its bounds" }
        guard isPrintable(reply.summary) else { return "a summary is not safe to print" }
        if let status = reply.enhancedCode, Int(status.statusClass) != Int(reply.code.value) / 100 {
            return "the status is of another class than the code"
        }
        guard read(printed(reply), pieceLength: .max).replies == [reply] else {
            return "printing a reply and reading it gives another one"
        }
        return capabilityViolation(reply) ?? readingViolation(reply)
    }

    private static func printed(_ reply: Reply) -> [UInt8] {
        let last = reply.lines.count - 1
        return reply.lines.enumerated().flatMap { index, line in
            Array("\(reply.code.value)\(index == last ? " " : "-")".utf8) + line + [10]
        }
    }

    private static func capabilityViolation(_ reply: Reply) -> String? {
        let capabilities = Capabilities(ehloReply: reply)
        _ = capabilities.hasMangledStartTLS
        guard capabilities.list.count <= Capabilities.maximumCount,
            capabilities.list.allSatisfy({ $0.parameters.count <= Capability.maximumParameters })
        else { return "capabilities pass their bounds" }
        let texts = capabilities.list.flatMap { [$0.keyword] + $0.parameters }
        guard texts.allSatisfy({ !$0.isEmpty && isPrintable($0) }) else {
            return "a capability is empty or not safe to print"
        }
        return nil
    }

    private static func readingViolation(_ reply: Reply) -> String? {
        let hint = ReputationHint(reply)
        switch reply.code.severity {
        case .success, .intermediate:
            guard hint == nil else { return "a reply that refuses nothing hints at reputation" }
        case .transientFailure, .permanentFailure:
            guard !reply.isMaskedGreeting else { return "a refusal is a masked greeting" }
        }
        let acceptance = Acceptance(reply, to: .recipient)
        guard (acceptance == .accepted) == (reply.code.severity == .success),
            (acceptance == .deferred) == (reply.code.severity == .transientFailure)
        else { return "acceptance is not of the code's class" }
        return nil
    }

    static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
    }

    // MARK: Session

    private static func sessionViolation(_ stream: [UInt8], choice: UInt8) -> String? {
        let plan = SessionPlan(
            ehloName: choice & 8 == 0 ? "probe.example" : String(decoding: stream, as: UTF8.self),
            tlsMode: choice & 1 == 0 ? .starttls : .implicit,
            triesStartTLS: choice & 2 == 0,
            acceptanceDomain: choice & 4 == 0 ? DomainName("domain1.test") : nil
        )
        var watch = SessionWatch(SMTPSession(plan: plan))
        watch.handle(.connected)
        for event in events(of: stream) { watch.handle(event) }
        watch.handle(choice & 16 == 0 ? .closedByPeer : .timedOut)
        return watch.violation ?? (watch.isClosed ? nil : "a session does not end")
    }

    private static func events(of stream: [UInt8]) -> [SessionEvent] {
        let others: [SessionEvent] = [
            .tlsEstablished, .tlsFailed("no"), .closedByPeer, .reset, .timedOut, .interrupted,
            .connected,
        ]
        var events: [SessionEvent] = []
        for (index, part) in stream.split(separator: 0xfe, omittingEmptySubsequences: false)
            .enumerated()
        {
            if index > 0, let code = part.first { events.append(others[Int(code) % others.count]) }
            events.append(.received(Array(index > 0 ? part.dropFirst() : part)))
        }
        return events
    }
}
