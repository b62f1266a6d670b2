import Diagnosis
import ProbeModel
import Testing

@testable import ProbeEngine

/// What is needed for refusals to be sure.
private enum RefusalCounts {
    /// Attempts at each of three controls.
    static let sure = 5
}

@Suite("The investigation of port 25", .timeLimit(.minutes(1)))
struct EgressInvestigationTests {
    private let clock = VirtualClock()

    private func investigation(
        _ world: EgressWorld,
        _ prober: FakeProber,
        tracer: FakeTracer = FakeTracer(),
        isAvailable: Bool = true
    ) -> EgressInvestigation {
        let tools = EgressTools(
            resolver: FakeResolver(world.zone.table),
            prober: prober,
            tracer: tracer,
            facts: FakeFacts(),
            clock: clock,
            settings: world.settings
        )
        return EgressInvestigation(family: .ipv4, isAvailable: isAvailable, tools: tools)
    }

    /// A prober whose port 25 goes as told everywhere, while the reference ports are ready.
    private func prober(
        canary: FakeProber.Script = .hush,
        _ smtp: FakeProber.Script
    ) -> FakeProber {
        FakeProber { request, _ in
            if request.isCanary { return canary }
            return request.endpoint.port == 25 ? smtp : .ends(.ready)
        }
    }

    @Test func resetsAreSureWithinARound() async throws {
        let prober = prober(.ends(.refused))
        let investigation = investigation(try EgressWorld(controls: 3), prober)
        investigation.investigate()
        for number in 1..<RefusalCounts.sure {
            await clock.advance(to: ControlProbe.refusalRest * number, whenSleeping: 3)
        }
        await investigation.settled.wait()
        investigation.interrupt()
        await investigation.wait()
        let report = EgressDiagnoser.judge(investigation.current)
        #expect(report.verdict == .blocked)
        #expect(report.method == .reset)
        #expect(report.confidence == .conclusive)
        #expect(prober.log.value.count(25) <= 16, "five a control, and the canary: no second round")
    }

    @Test func silenceIsAskedAgainWhileLossLeavesADoubt() async throws {
        let prober = prober(.silence)
        let investigation = investigation(try EgressWorld(controls: 2), prober)
        investigation.investigate()
        for round in 0..<ControlRounds.maximumRounds {
            let start = (ControlProbe.silenceKnown + ControlRounds.roundRest) * round
            for (index, offset) in ControlProbe.twinOffsets.enumerated() {
                await clock.advance(to: start + offset, whenSleeping: 2)
                let twins = 2 * (3 * round + index + 2)
                await prober.log.wait { $0.count(587) == twins }
            }
            #expect(!investigation.settled.hasFired)
            await clock.advance(to: start + ControlProbe.silenceKnown, whenSleeping: 2)
            guard round < ControlRounds.maximumRounds - 1 else { continue }
            let next = start + ControlProbe.silenceKnown + ControlRounds.roundRest
            await clock.advance(to: next, whenSleeping: 2)
        }
        await investigation.wait()
        let report = EgressDiagnoser.judge(investigation.current)
        #expect(report.verdict == .blocked)
        #expect(report.method == .drop)
        #expect(report.confidence == .conclusive)
        for number in 0..<2 {
            let endpoint = try EgressWorld.control(number)
            #expect(prober.log.value.count(endpoint) == 3)
        }
    }

    @Test func whoIsDownIsNotAwaitedWhereOthersAnswer() async throws {
        let prober = FakeProber { _, _ in .silence }
        let investigation = investigation(try EgressWorld(controls: 2), prober)
        investigation.investigate()
        // Another port of the domain's own host answers at once.
        investigation.traceMailHost(
            try name("mail.domain1.test"),
            address: try address("20.0.0.1"),
            port: 587
        )
        for offset in ControlProbe.twinOffsets {
            await clock.advance(to: offset, whenSleeping: 2)
        }
        await clock.advance(to: ControlProbe.silenceKnown, whenSleeping: 2)
        await investigation.wait()
        let seen = investigation.current
        #expect(seen.controls.count == 2)
        #expect(seen.controls.allSatisfy { !$0.connectsOnReference })
    }

    @Test func whoIsDownIsAwaitedWhereNobodyAnswers() async throws {
        let prober = FakeProber { _, _ in .silence }
        let investigation = investigation(try EgressWorld(controls: 2), prober)
        investigation.investigate()
        for offset in ControlProbe.twinOffsets {
            await clock.advance(to: offset, whenSleeping: 2)
        }
        await clock.advance(to: ControlProbe.silenceKnown, whenSleeping: 2)
        // The next look, a quarter of a second later.
        await clock.waitForSleeper(at: ControlProbe.silenceKnown + .milliseconds(250))
        #expect(!investigation.settled.hasFired)
        investigation.interrupt()
        await investigation.wait()
    }

    @Test(
        "A control is down when each of its ports had three SYNs and time to answer the last",
        arguments: [(1, 10, 3_250), (3, 10, 3_850), (1, 2_000, 6_200)]
    )
    func deafness(_ row: (ports: Int, answer: Int, known: Int)) throws {
        let probe = ControlProbe(
            control: Control(host: try name("control1.alpha.test"), referencePorts: [587]),
            address: try address("20.0.1.1"),
            referencePorts: Array(1...UInt16(row.ports)),
            prober: FakeProber { _, _ in .silence },
            clock: clock,
            settings: EngineSettings()
        )
        let known = probe.deafnessKnown(beside: .milliseconds(row.answer))
        #expect(known == .milliseconds(row.known))
    }

    @Test func whoeverAnswersEndsTheRounds() async throws {
        let greeting = FakeProber.Script { $0.certify() }
        let prober = prober(greeting)
        let investigation = investigation(try EgressWorld(controls: 3), prober)
        investigation.investigate()
        await investigation.wait()
        #expect(EgressDiagnoser.judge(investigation.current).verdict == .open)
        for number in 0..<3 {
            #expect(prober.log.value.count(try EgressWorld.control(number)) <= 1)
        }
    }

    @Test func laterCallsJoinTheFirst() async throws {
        let prober = prober(.ends(.ready))
        let investigation = investigation(try EgressWorld(controls: 2), prober)
        for _ in 0..<5 {
            investigation.investigate()
            investigation.startCanary()
        }
        await investigation.wait()
        #expect(prober.log.value.count(EgressWorld.canary) == 1)
        #expect(prober.log.value.count(try EgressWorld.control(0)) == 1)
    }

    @Test func controlsWithoutAnAddressMakeWayForOthers() async throws {
        var world = try EgressWorld(controls: 7)
        for number in 0..<5 { try world.zone.host("control\(number).op\(number).test", []) }
        let prober = prober(.ends(.ready))
        let investigation = investigation(world, prober)
        investigation.investigate()
        await investigation.wait()
        for number in 5..<7 {
            #expect(prober.log.value.count(try EgressWorld.control(number)) == 1)
        }
    }

    @Test func noMoreControlsThanAllowed() async throws {
        let prober = prober(.ends(.ready))
        let investigation = investigation(try EgressWorld(controls: 9), prober)
        investigation.investigate()
        await investigation.wait()
        let addresses = Set(
            prober.log.value.requests.filter { !$0.isCanary }.map(\.endpoint.address)
        )
        #expect(addresses.count <= EgressTools.maximumControls)
    }

    @Test func aFamilyThatIsNotThereIsNotTried() async throws {
        let prober = prober(.ends(.ready))
        let investigation = investigation(
            try EgressWorld(controls: 2),
            prober,
            isAvailable: false
        )
        investigation.investigate()
        await investigation.wait()
        #expect(investigation.settled.hasFired)
        #expect(prober.log.value.requests.isEmpty)
    }

    @Test func interruptionReturnsAtOnce() async throws {
        var world = try EgressWorld(controls: 3)
        world.settings.traces = true
        let stuck = FakeTracer(release: Watched(false))
        let prober = FakeProber { _, _ in .hush }
        let investigation = investigation(world, prober, tracer: stuck)
        investigation.investigate()
        investigation.traceMailHost(
            try name("mail.domain1.test"),
            address: try address("20.0.0.1"),
            port: 587
        )
        await prober.log.wait { $0.requests.count == 7 }
        await stuck.traced.wait { $0.count == 1 }
        investigation.interrupt()
        await investigation.wait()
        #expect(investigation.current.isInterrupted)
        #expect(EgressDiagnoser.judge(investigation.current).verdict == .inconclusive)
        investigation.investigate()
        investigation.startCanary()
        #expect(prober.log.value.requests.count == 7, "nothing is begun any more")
        stuck.release?.change { $0 = true }
    }

    @Test func traces() async throws {
        var world = try EgressWorld(controls: 3)
        world.settings.traces = true
        let smtp = PathTrace(address: try address("20.0.1.1"), port: 25, probes: [])
        let tracer = FakeTracer(result: .traces([smtp, smtp]))
        let certified = FakeProber.Script { $0.certify() }
        let investigation = investigation(world, prober(certified), tracer: tracer)
        investigation.investigate()
        await investigation.wait()
        #expect(investigation.current.traces.count == 2, "to two controls, not to all")
        #expect(tracer.traced.value.allSatisfy { $0.ports == [25, 587] })
        for _ in 0..<2 {
            investigation.traceMailHost(
                try name("mail.domain1.test"),
                address: try address("20.0.0.1"),
                port: 2525
            )
        }
        await investigation.wait()
        #expect(tracer.traced.value.count == 3, "and to the first mail host")
        #expect(investigation.current.traces.first?.host == (try name("mail.domain1.test")))
    }

    // Whether somebody else answered in a mail host's place.

    private func session(_ change: (inout ProbeObservation) -> Void) throws -> ProbeObservation {
        let endpoint = Endpoint(address: try address("20.0.0.1"), port: 25)
        var seen = ProbeObservation(endpoint: endpoint, outcome: .ready)
        change(&seen)
        return seen
    }

    private let names = [DomainName("mail.domain1.test")].compactMap(\.self)

    /// A session with a host that greets in its own name.
    private func own() throws -> ProbeObservation { try session { $0.greet("mx7.domain1.test") } }

    @Test("Who names somebody else is held against the controls", arguments: [true, false])
    func foreignName(isHonest: Bool) async throws {
        let world = try EgressWorld(controls: 2)
        let prober = FakeProber { request, _ in
            if request.isCanary { return .hush }
            let isSMTP = request.endpoint.port == 25
            let own = request.hostName?.ascii ?? ""
            return FakeProber.Script { $0.greet(isSMTP && !isHonest ? "filter.isp.example" : own) }
        }
        let investigation = investigation(world, prober)
        investigation.startCanary()
        let foreign = try session { $0.greet("filter.isp.example") }
        let names = names
        let answer = Task { await investigation.distrusts(foreign, names: names) }
        await clock.advance(to: Canary.patience)
        if !isHonest {
            let first = Canary.patience + ControlRounds.roundRest
            await clock.advance(to: first, whenSleeping: 2)
            // The canary is given its time, because it alone would be certain.
            let last = first + Canary.lastPatience
            await clock.waitForSleeper(at: last)
            await clock.advance(to: last)
        }
        #expect(await answer.value == !isHonest)
        await investigation.wait()
        for number in 0..<2 where isHonest {
            #expect(prober.log.value.count(try EgressWorld.control(number)) <= 1)
            #expect(prober.log.value.count(try EgressWorld.control(number, 587)) == 0)
        }
        let verdict = EgressDiagnoser.judge(investigation.current).verdict
        #expect(verdict == (isHonest ? .open : .intercepted))
    }

    @Test func aHostInItsOwnNameAsksNoControl() async throws {
        let prober = prober(canary: .ends(.timeout), .ends(.ready))
        let investigation = investigation(try EgressWorld(controls: 2), prober)
        investigation.startCanary()
        let isDistrusted = await investigation.distrusts(try own(), names: names)
        #expect(!isDistrusted)
        let asked = prober.log.value.requests.filter { !$0.isCanary }
        #expect(asked.isEmpty)
    }

    @Test func aCertificateIsTrustedAtOnce() async throws {
        let investigation = investigation(try EgressWorld(), prober(.ends(.ready)))
        investigation.startCanary()
        let isDistrusted = await investigation.distrusts(try session { $0.certify() }, names: names)
        #expect(!isDistrusted)
        investigation.interrupt()
    }

    @Test func aMaskedGreetingIsDistrustedAtOnce() async throws {
        let investigation = investigation(try EgressWorld(), prober(.ends(.ready)))
        investigation.startCanary()
        let masked = try session { seen in
            guard let code = ReplyCode(220) else { return }
            seen.greeting = Reply(code: code, lines: [Array("****2***0**".utf8)])
        }
        #expect(await investigation.distrusts(masked, names: names))
        investigation.interrupt()
    }

    @Test func aCanaryThatConnectsIsDistrusted() async throws {
        let investigation = investigation(
            try EgressWorld(),
            prober(canary: .ends(.silent), .ends(.ready))
        )
        investigation.startCanary()
        let isDistrusted = await investigation.distrusts(try own(), names: names)
        #expect(isDistrusted)
    }

    @Test func aSilentCanaryIsNotAwaitedForLong() async throws {
        let investigation = investigation(try EgressWorld(), prober(.ends(.ready)))
        investigation.startCanary()
        let answer = Task { await investigation.distrusts(try own(), names: names) }
        await clock.waitForSleeper(at: Canary.patience)
        await clock.advance(to: Canary.patience)
        #expect(try await !answer.value)
        #expect(investigation.current.canary == nil, "it goes on")
        await investigation.wait()
    }

    @Test func noCanaryWhereControlsAreNeverAsked() async throws {
        var world = try EgressWorld()
        world.settings.controlUse = .never
        let prober = prober(.ends(.ready))
        let investigation = investigation(world, prober)
        investigation.startCanary()
        let isDistrusted = await investigation.distrusts(try own(), names: names)
        #expect(!isDistrusted)
        await investigation.wait()
        #expect(prober.log.value.requests.isEmpty)
    }
}
