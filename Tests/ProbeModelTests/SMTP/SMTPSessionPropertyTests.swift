import ProbeModel
import TestSupport
import Testing

@Suite("SMTPSession, for any events")
struct SMTPSessionPropertyTests {
    @Test("keeps its rules for random events", arguments: 0..<300 as Range<UInt64>)
    func randomEvents(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let events = (0..<40).map { _ in SMTPSessionPropertyTests.event(using: &random) }
            let plan = SMTPSessionPropertyTests.plan(using: &random)
            check(SMTPSession(plan: plan), events: [.connected] + events)
        }
    }

    @Test(
        "ends with every kind of ending",
        arguments: [
            SessionEvent.closedByPeer, .reset, .timedOut, .interrupted,
        ]
    )
    func alwaysEnds(_ ending: SessionEvent) {
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var session = SMTPSession(plan: SMTPSessionPropertyTests.plan(using: &random))
            var actions = session.handle(.connected)
            for _ in 0..<Int.random(in: 0...10, using: &random) {
                actions += session.handle(SMTPSessionPropertyTests.reply(using: &random))
            }
            actions += session.handle(ending)
            #expect(actions.last == .close)
            #expect(session.result.outcome != nil)
        }
    }

    @Test("answers the same for any segmentation", arguments: 0..<100 as Range<UInt64>)
    func segmentation(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let plan = DialogueCase.plan(triesStartTLS: false, accepts: "domain1.test")
        let bytes = (0..<8).flatMap { _ in
            Array((SMTPSessionPropertyTests.replies.randomElement(using: &random) ?? "").utf8)
        }
        let whole = SMTPSessionPropertyTests.run([bytes], plan)
        for pieces in [bytes.map { [$0] }, random.pieces(of: bytes), random.pieces(of: bytes)] {
            let other = SMTPSessionPropertyTests.run(pieces, plan)
            #expect(other.actions == whole.actions)
            #expect(other.result == whole.result)
        }
    }

    private func check(_ session: SMTPSession, events: [SessionEvent]) {
        var session = session
        var actions: [SessionAction] = []
        var concluded: SessionResult?
        for event in events {
            let answers = session.handle(event)
            #expect(!actions.contains(.close) || answers.isEmpty)
            actions += answers
            if concluded == nil, answers.contains(.conclude) { concluded = session.result }
            if let concluded { #expect(session.result == concluded) }
            #expect((concluded != nil) == (session.result.outcome != nil))
        }
        #expect(actions.count(where: { $0 == .conclude }) <= 1)
        #expect(actions.firstIndex(of: .close).map { $0 == actions.count - 1 } != false)
        #expect(actions.count(where: { $0 == .quit }) <= 1)
        for case .send(let bytes) in actions {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("DATA"))
            #expect(text.hasSuffix("\r\n"))
        }
    }

    /// The bytes sent and the result, without the raw bytes, which depend on how much had come.
    private static func run(
        _ pieces: [[UInt8]],
        _ plan: SessionPlan
    ) -> (actions: [SessionAction], result: SessionResult) {
        var session = SMTPSession(plan: plan)
        var actions = session.handle(.connected)
        for piece in pieces { actions += session.handle(.received(piece)) }
        actions += session.handle(.closedByPeer)
        var result = session.result
        result.rawBytes = []
        return (actions, result)
    }

    private static func plan(using random: inout SeededGenerator) -> SessionPlan {
        DialogueCase.plan(
            Bool.random(using: &random) ? .starttls : .implicit,
            triesStartTLS: Bool.random(using: &random),
            accepts: Bool.random(using: &random) ? "data.domain1.test" : nil
        )
    }

    private static func event(using random: inout SeededGenerator) -> SessionEvent {
        switch Int.random(in: 0..<30, using: &random) {
        case 0: return .connected
        case 1: return .closedByPeer
        case 2: return .reset
        case 3: return .timedOut
        case 4: return .interrupted
        case 5: return .tlsFailed("no")
        case 6, 7, 8, 9, 10, 11: return .tlsEstablished
        case 12: return .received([UInt8.random(in: .min ... .max, using: &random)])
        case 13: return .received([])
        default: return reply(using: &random)
        }
    }

    private static func reply(using random: inout SeededGenerator) -> SessionEvent {
        .received(Array((replies.randomElement(using: &random) ?? "").utf8))
    }

    private static let replies = [
        "220 mx.example\r\n", "250 Ok\r\n", "250 Ok\r\n", "250 Ok\r\n", "250 Ok\n250 Ok\r\n",
        "250-mx.example\r\n250 PIPELINING\r\n", "250-mx.example\r\n250 STARTTLS\r\n",
        "250-mx.example\r\n250-STARTTLS\r\n250 PIPELINING\r\n", "250-mx", "\r\n", "354 go\r\n",
        "421 bye\r\n", "450 later\r\n", "500 what?\r\n", "550 no\r\n", "DATA\r\n",
    ]
}
