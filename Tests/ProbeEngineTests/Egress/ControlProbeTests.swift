import ProbeModel
import Testing

@testable import ProbeEngine

@Suite("A control: port 25 beside its reference port", .timeLimit(.minutes(1)))
struct ControlProbeTests {
    private let clock = VirtualClock()

    private func probe(_ prober: FakeProber) throws -> ControlProbe {
        ControlProbe(
            control: Control(host: try name("control0.op0.test"), referencePorts: [587]),
            address: try address("20.0.1.1"),
            referencePort: 587,
            prober: prober,
            clock: clock,
            settings: EngineSettings()
        )
    }

    /// A prober whose port 25 goes as told and whose reference port is ready.
    private func prober(
        reference: FakeProber.Script = .ends(.ready),
        _ script: @escaping @Sendable (Int) -> FakeProber.Script
    ) -> FakeProber {
        FakeProber { request, number in
            request.endpoint.port == 25 ? script(number) : reference
        }
    }

    @Test func aHealthyControlSeesOneSessionAPort() async throws {
        let prober = prober { _ in .ends(.ready) }
        let seen = try await probe(prober).run { _ in }
        #expect(seen.attempts.map(\.outcome) == [.ready])
        #expect(seen.referenceAttempts.map(\.outcome) == [.ready])
        #expect(prober.log.value.requests.count == 2)
    }

    @Test func bothPortsStartTogether() async throws {
        let prober = prober(reference: .hush) { _ in .hush }
        let run = Task { try await probe(prober).run { _ in } }
        await prober.log.wait { $0.count(25) == 1 && $0.count(587) == 1 }
        #expect(clock.now.offset == .zero)
        run.cancel()
        let seen = try await run.value
        #expect(seen.attempts.map(\.outcome) == [.interrupted])
        #expect(seen.referenceAttempts.map(\.outcome) == [.interrupted])
    }

    @Test(
        "What refuses is tried again once, with a twin",
        arguments: [Outcome.refused, .unreachable, .prohibited, .deniedLocally, .reset]
    )
    func refusal(outcome: Outcome) async throws {
        let prober = prober { _ in .ends(outcome) }
        let run = Task { try await probe(prober).run { _ in } }
        await clock.waitForSleeper(at: ControlProbe.refusalRest)
        #expect(prober.log.value.count(25) == 1)
        await clock.advance(to: ControlProbe.refusalRest)
        let seen = try await run.value
        #expect(seen.attempts.map(\.outcome) == [outcome, outcome])
        #expect(seen.referenceAttempts.map(\.outcome) == [.ready, .ready])
    }

    @Test(
        "What answers is not tried again",
        arguments: [Outcome.ready, .deferred, .rejected, .silent, .closed, .notSMTP, .noRoute]
    )
    func answer(outcome: Outcome) async throws {
        let prober = prober { _ in .ends(outcome) }
        let seen = try await probe(prober).run { _ in }
        #expect(seen.attempts.map(\.outcome) == [outcome])
        #expect(prober.log.value.count(25) == 1)
    }

    @Test func silenceEndsAfterThreeSYNs() async throws {
        let prober = prober { _ in .silence }
        let run = Task { try await probe(prober).run { _ in } }
        for (index, offset) in ControlProbe.twinOffsets.enumerated() {
            await clock.waitForSleeper(at: offset)
            await clock.advance(to: offset)
            await prober.log.wait { $0.count(587) == index + 2 }
        }
        let smtp = try EgressWorld.control(0)
        #expect(!prober.log.value.finished.contains(smtp))
        await clock.waitForSleeper(at: ControlProbe.silenceKnown)
        await clock.advance(to: ControlProbe.silenceKnown)
        let seen = try await run.value
        #expect(seen.attempts.map(\.outcome) == [.timeout])
        #expect(seen.referenceAttempts.count == 3)
        #expect(prober.log.value.count(25) == 1, "silence is not tried again within a round")
    }

    @Test func aSlowReferencePortLengthensTheWait() async throws {
        var slow = FakeProber.Script.ends(.ready)
        slow.change = { $0.timings.connect = .milliseconds(1_500) }
        let prober = prober(reference: slow) { _ in .silence }
        let run = Task { try await probe(prober).run { _ in } }
        let smtp = try EgressWorld.control(0)
        // Three SYNs are out after 2.2 s, and the last may take 1.5 s, or twice that, to be answered.
        for quarter in 13...20 {
            let time = Duration.milliseconds(250 * quarter)
            await clock.waitForSleeper(at: time)
            await clock.advance(to: time)
            await clock.waitForSleeper(at: time + .milliseconds(250))
            #expect(!prober.log.value.finished.contains(smtp))
        }
        await clock.advance(to: .milliseconds(5_250))
        #expect(try await run.value.attempts.map(\.outcome) == [.timeout])
    }

    @Test func aConnectedPortIsNotSilent() async throws {
        let release = Watched(false)
        let slow = FakeProber.Script(ending: .released(release)) {
            if Task.isCancelled { $0.outcome = .interrupted }
        }
        let prober = prober { _ in slow }
        let run = Task { try await probe(prober).run { _ in } }
        await clock.waitForSleeper(at: ControlProbe.silenceKnown)
        await clock.advance(to: ControlProbe.silenceKnown, whenSleeping: 3)
        // Time for whoever would cut it; there is nothing to wait for when nobody does.
        for _ in 0..<1_000 { await Task.yield() }
        release.change { $0 = true }
        #expect(try await run.value.attempts.map(\.outcome) == [.ready])
    }
}
