import AlertPolicy
import TestSupport
import Testing

/// When an event is tried again, and when no more.
@Suite struct RetryScheduleTests {
    private static let made: Int64 = 1_767_571_200
    private let schedule = RetrySchedule()

    private func decide(
        _ answer: DeliveryAnswer,
        attempts: Int = 1,
        after age: Int64 = 0,
        random: UInt64 = 0
    ) -> DeliveryDecision {
        schedule.decide(
            answer,
            attempts: attempts,
            createdAt: Self.made,
            at: Self.made + age,
            random: random
        )
    }

    @Test(
        arguments: [
            (200, DeliveryDecision.delivered), (202, .delivered), (204, .delivered),
            (301, .refused), (302, .refused), (308, .refused),
            (400, .refused), (401, .refused), (403, .refused), (404, .refused), (413, .refused),
            (499, .refused), (410, .disabled),
        ]
    )
    func isFinal(_ row: (status: Int, decision: DeliveryDecision)) {
        #expect(decide(.status(row.status, retryAfter: nil)) == row.decision)
        // However old the event is, what the receiver says counts.
        let late = decide(.status(row.status, retryAfter: nil), after: schedule.giveUpAfter * 2)
        #expect(late == row.decision)
    }

    @Test(arguments: [408, 425, 429, 500, 502, 503, 504, 599, 100, 0, -1, 999])
    func isTriedAgain(_ status: Int) {
        #expect(
            decide(.status(status, retryAfter: nil), after: 10) == .retry(notBefore: Self.made + 13)
        )
        #expect(
            decide(.status(status, retryAfter: nil), after: schedule.giveUpAfter) == .givenUp
        )
    }

    /// The waits grow threefold to a quarter of an hour; chance adds to their first half.
    @Test(
        arguments: [
            (1, Int64(3), Int64(5)), (2, 8, 15), (3, 23, 45), (4, 68, 135), (5, 203, 405),
            (6, 450, 900), (7, 450, 900), (100_000, 450, 900), (0, 3, 5), (-7, 3, 5),
        ]
    )
    func backsOff(_ row: (attempts: Int, shortest: Int64, longest: Int64)) {
        var seen: Set<Int64> = []
        var generator = SeededGenerator(seed: row.attempts)
        for _ in 0..<2000 {
            let decision = decide(.noAnswer, attempts: row.attempts, random: generator.next())
            guard case .retry(let time) = decision else {
                Issue.record("\(decision)")
                return
            }
            seen.insert(time - Self.made)
        }
        #expect(seen.min() == row.shortest && seen.max() == row.longest)
    }

    @Test(
        arguments: [
            ("120", Int64(120)), (" 120\t", 120), ("0", 3), ("000120", 120),
            // A server that asks for more than six hours gets six.
            ("99999", 21_600), ("99999999999999999999999", 21_600),
            // 2026-01-05 00:10:00 in each of the three forms of a date, and one that is past.
            ("Mon, 05 Jan 2026 00:10:00 GMT", 600), ("Monday, 05-Jan-26 00:10:00 GMT", 600),
            ("Mon Jan  5 00:10:00 2026", 600), ("Mon, 05 Jan 2025 00:10:00 GMT", 3),
            ("Mon, 05 Jan 2099 00:10:00 GMT", 21_600), ("Thu, 29 Feb 2024 00:00:00 GMT", 3),
            // What is none of these is as good as none.
            ("-5", 3), ("1.5", 3), ("soon", 3), ("", 3), ("1e3", 3), ("+120", 3), ("٣٠٠", 3),
            ("Mon, 05 Jan 2026 25:10:00 GMT", 3), ("Mon, 05 Foo 2026 00:10:00 GMT", 3),
            ("Mon, 05 Jan 2026 00:10:00 CET", 3), ("Mon, 05 Jan 2026 00:10 GMT", 3),
            ("Mon, 00 Jan 2026 00:10:00 GMT", 3), ("Mon, 5 Jan 20260 00:10:00 GMT", 3),
        ]
    )
    func honoursRetryAfter(_ row: (text: String, wait: Int64)) {
        for status in [429, 503] {
            #expect(
                decide(.status(status, retryAfter: row.text))
                    == .retry(notBefore: Self.made + row.wait),
                "\(row.text)"
            )
        }
    }

    /// The last attempt is made when time is up, and none after it.
    @Test func givesUp() {
        let end = Self.made + schedule.giveUpAfter
        #expect(
            decide(.noAnswer, attempts: 9, after: schedule.giveUpAfter - 1)
                == .retry(notBefore: end)
        )
        #expect(decide(.noAnswer, attempts: 10, after: schedule.giveUpAfter) == .givenUp)
    }

    /// Whatever a receiver answers, an event comes to an end, and waits neither backwards nor for ever.
    @Test(arguments: 0..<50) func ends(_ seed: Int) {
        var generator = SeededGenerator(seed: seed)
        var time = Self.made
        for attempt in 1...5000 {
            let answers: [DeliveryAnswer] = [
                .noAnswer, .status(503, retryAfter: nil), .status(429, retryAfter: "7200"),
                .status(500, retryAfter: String(decoding: generator.bytes(8), as: UTF8.self)),
            ]
            let decision = schedule.decide(
                answers[Int.random(in: 0..<answers.count, using: &generator)],
                attempts: attempt,
                createdAt: Self.made,
                at: time,
                random: generator.next()
            )
            guard case .retry(let next) = decision else {
                #expect(decision == .givenUp && time >= Self.made + schedule.giveUpAfter)
                return
            }
            #expect(next > time && next - time <= schedule.longestRetryAfter)
            time = next
        }
        Issue.record("never ended")
    }
}
