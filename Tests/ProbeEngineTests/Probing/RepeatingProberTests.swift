import ProbeModel
import Testing

@testable import ProbeEngine

@Suite("A refusing port 25 is tried again", .timeLimit(.minutes(1)))
struct RepeatingProberTests {
    private let clock = VirtualClock()

    private func request(_ port: UInt16) throws -> ProbeRequest {
        ProbeRequest(
            endpoint: Endpoint(address: try address("20.0.0.1"), port: port),
            hostName: nil,
            plan: SessionPlan(ehloName: "backup.test", tlsMode: .starttls)
        )
    }

    private func run(_ outcomes: [Outcome], port: UInt16 = 25) async throws -> (Outcome, Int) {
        let prober = FakeProber { _, number in .ends(outcomes[min(number, outcomes.count - 1)]) }
        let request = try request(port)
        let session = Task { [clock] in
            await RepeatingProber(prober, clock: clock).probe(request) { _ in }
        }
        let leading = outcomes.prefix { $0 == .refused || $0 == .prohibited }.count
        // The last outcome goes on for ever.
        let refusals = leading == outcomes.count ? RepeatingProber.attempts : leading
        let repeats = port == 25 ? min(refusals, RepeatingProber.attempts - 1) : 0
        for number in 0..<repeats {
            await clock.advance(to: RepeatingProber.rest * (number + 1))
        }
        let seen = await session.value
        #expect(seen.synsSent == prober.log.value.requests.count)
        return (seen.outcome, prober.log.value.requests.count)
    }

    @Test(
        arguments: [
            ([Outcome.ready], 25 as UInt16, Outcome.ready, 1),
            ([.refused, .ready], 25, .ready, 2),
            ([.refused, .prohibited, .ready], 25, .ready, 3),
            ([.refused, .refused, .refused, .ready], 25, .refused, 3),
            ([.prohibited], 25, .prohibited, 3),
            // Near misses.
            ([.refused, .ready], 2525, .refused, 1),
            ([.timeout, .ready], 25, .timeout, 1),
            ([.reset, .ready], 25, .reset, 1),
            ([.deniedLocally, .ready], 25, .deniedLocally, 1),
        ]
    )
    func outcome(
        _ row: (outcomes: [Outcome], port: UInt16, outcome: Outcome, attempts: Int)
    ) async throws {
        let (outcome, attempts) = try await run(row.outcomes, port: row.port)
        #expect(outcome == row.outcome)
        #expect(attempts == row.attempts)
    }
}
