import ProbeModel
import Testing

@testable import ProbeEngine

@Suite("A control: port 25 beside its reference port", .timeLimit(.minutes(1)))
struct ControlProbeTests {
    private let clock = VirtualClock()

    private func probe(
        _ prober: FakeProber,
        referencePorts: [UInt16] = [587]
    ) throws -> ControlProbe {
        ControlProbe(
            control: Control(host: try name("control0.op0.test"), referencePorts: referencePorts),
            address: try address("20.0.1.1"),
            referencePorts: referencePorts,
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
        "What refuses is tried again, every second time with a twin",
        arguments: [Outcome.refused, .unreachable, .prohibited]
    )
    func refusal(outcome: Outcome) async throws {
        let prober = prober { _ in .ends(outcome) }
        let run = Task { try await probe(prober).run { _ in } }
        for number in 1..<ControlProbe.maximumRefusals {
            let time = ControlProbe.refusalRest * number
            await clock.waitForSleeper(at: time)
            #expect(prober.log.value.count(25) == number)
            await clock.advance(to: time)
        }
        let seen = try await run.value
        #expect(seen.attempts.map(\.outcome) == Array(repeating: outcome, count: 6))
        #expect(seen.referenceAttempts.map(\.outcome) == [.ready, .ready, .ready])
    }

    @Test("What breaks is tried once more", arguments: [Outcome.deniedLocally, .reset])
    func breaks(outcome: Outcome) async throws {
        let prober = prober { _ in .ends(outcome) }
        let run = Task { try await probe(prober).run { _ in } }
        await clock.advance(to: ControlProbe.refusalRest)
        #expect(try await run.value.attempts.map(\.outcome) == [outcome, outcome])
    }

    @Test("One connection among refusals ends the attempts", arguments: [1, 2, 5])
    func oneOfMany(refusals: Int) async throws {
        let prober = prober { number in .ends(number < refusals ? .refused : .ready) }
        let run = Task { try await probe(prober).run { _ in } }
        for number in 1...refusals {
            await clock.advance(to: ControlProbe.refusalRest * number)
        }
        #expect(try await run.value.attempts.count == refusals + 1)
    }

    // Reference ports, one after the other.

    /// A prober whose 25 is silent and whose other ports go as told.
    private func ports(_ scripts: [UInt16: FakeProber.Script]) -> FakeProber {
        FakeProber { request, _ in scripts[request.endpoint.port] ?? .silence }
    }

    @Test("A reference port that refuses makes way for the next at once")
    func refusingReference() async throws {
        let prober = ports([587: .ends(.refused), 443: .ends(.ready)])
        let run = Task { try await probe(prober, referencePorts: [587, 443]).run { _ in } }
        await prober.log.wait { $0.count(443) == 1 }
        #expect(clock.now.offset == .zero)
        run.cancel()
        let seen = try await run.value
        #expect(seen.referencePort == 443)
        #expect(seen.connectsOnReference)
    }

    @Test("A silent reference port is joined by the next one, and given up for it")
    func silentReference() async throws {
        let prober = ports([587: .hush, 443: .ends(.ready), 2525: .ends(.ready)])
        let run = Task { try await probe(prober, referencePorts: [587, 443, 2525]).run { _ in } }
        await clock.waitForSleeper(at: ControlProbe.portPatience)
        #expect(prober.log.value.count(443) == 0)
        await clock.advance(to: ControlProbe.portPatience)
        await prober.log.wait { $0.count(443) == 1 && $0.finished.contains { $0.port == 587 } }
        // The twins go where an answer comes from.
        for (index, offset) in ControlProbe.twinOffsets.enumerated() {
            await clock.waitForSleeper(at: offset)
            await clock.advance(to: offset)
            await prober.log.wait { $0.count(443) == index + 2 }
        }
        run.cancel()
        let seen = try await run.value
        #expect(seen.referencePort == 443)
        #expect(prober.log.value.count(2525) == 0)
        #expect(prober.log.value.count(587) == 1)
        #expect(
            seen.referenceAttempts.first?.outcome == .interrupted,
            "the choice stays to be seen"
        )
    }

    @Test("The first reference port that answers is the only one")
    func firstReference() async throws {
        let prober = prober { _ in .ends(.ready) }
        let seen = try await probe(prober, referencePorts: [587, 443]).run { _ in }
        #expect(seen.referencePort == 587)
        #expect(prober.log.value.count(443) == 0)
    }

    @Test("A connection counts before its session is over")
    func earlyConnection() async throws {
        let mute = FakeProber.Script(ending: .cancelled, outcome: .interrupted)
        let prober = ports([443: mute])
        let seen = Watched(false)
        let run = Task {
            try await probe(prober, referencePorts: [443]).run { known in
                if known.connectsOnReference { seen.change { $0 = true } }
            }
        }
        await seen.wait { $0 }
        run.cancel()
        _ = try await run.value
    }

    @Test("One session with the reference port shows its certificate")
    func oneCertificate() async throws {
        let prober = prober { _ in .ends(.refused) }
        let run = Task { try await probe(prober).run { _ in } }
        for number in 1..<ControlProbe.maximumRefusals {
            await clock.advance(to: ControlProbe.refusalRest * number)
        }
        _ = try await run.value
        let references = prober.log.value.requests.filter { $0.endpoint.port == 587 }
        #expect(references.count(where: \.plan.triesStartTLS) == 1)
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
        await clock.advance(to: ControlProbe.silenceKnown)
        // Time for whoever would cut it; there is nothing to wait for when nobody does.
        for _ in 0..<1_000 { await Task.yield() }
        release.change { $0 = true }
        #expect(try await run.value.attempts.map(\.outcome) == [.ready])
    }
}
