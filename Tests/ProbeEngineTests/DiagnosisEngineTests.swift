import ProbeModel
import Testing

@testable import ProbeEngine

@Suite("The engine over a fake world", .timeLimit(.minutes(1)))
struct DiagnosisEngineTests {
    private let clock = VirtualClock()
    private static let mail = "20.0.0.1"

    private func engine(
        _ world: EgressWorld,
        _ prober: FakeProber,
        resolver: FakeResolver? = nil,
        tracer: FakeTracer = FakeTracer(),
        families: Set<AddressFamily> = [.ipv4, .ipv6]
    ) throws -> DiagnosisEngine {
        DiagnosisEngine(
            resolver: resolver ?? FakeResolver(world.zone.table),
            prober: prober,
            tracer: tracer,
            facts: FakeFacts(),
            identity: LocalIdentity(
                names: [try name("backup.test")],
                addresses: [],
                usableFamilies: families
            ),
            settings: world.settings,
            clock: clock,
            now: { 1_800_000_000 }
        )
    }

    private func domain() throws -> Target { .domain(try name("domain1.test")) }

    /// A prober where every port but the canary's goes as told.
    private func prober(
        _ outcomes: [UInt16: Outcome] = [:],
        canary: Outcome = .timeout
    ) -> FakeProber {
        FakeProber { request, _ in
            let outcome = request.isCanary ? canary : outcomes[request.endpoint.port] ?? .ready
            var script = FakeProber.Script.ends(outcome)
            if outcome == .ready {
                script.change = { $0.greet(request.hostName?.ascii ?? "mail") }
            }
            return script
        }
    }

    private func world(
        _ hosts: [(UInt16, String, [String])] = [(10, "mail.domain1.test", [mail])],
        controls: Int = 0
    ) throws -> EgressWorld {
        var world = try EgressWorld(controls: controls)
        try world.zone.mx("domain1.test", hosts.map { ($0.0, $0.1) })
        for (_, host, addresses) in hosts { try world.zone.host(host, addresses) }
        return world
    }

    private func ports(_ prober: FakeProber, _ host: String = mail) throws -> [UInt16] {
        let address = try address(host)
        return prober.log.value.requests.map(\.endpoint).filter { $0.address == address }.map(
            \.port
        )
        .sorted()
    }

    @Test func aHealthyHostSeesOneSession() async throws {
        let prober = prober()
        let engine = try engine(try world(controls: 3), prober)
        let seen = await engine.observe(try domain())
        #expect(seen.probes.map(\.outcome) == [.ready])
        #expect(try ports(prober) == [25])
        #expect(prober.log.value.requests.count <= 2, "that and the canary: no control is asked")
        #expect(await engine.egress().map(\.verdict) == [.open])
        #expect(seen.observedAt == 1_800_000_000)
    }

    @Test func onlyHostsBeforeThisMachineAreTried() async throws {
        let prober = prober()
        let world = try world([
            (10, "mail.domain1.test", [Self.mail]), (20, "backup.test", ["20.0.0.2"]),
            (20, "other.test", ["20.0.0.3"]), (30, "last.test", ["20.0.0.4"]),
        ])
        let seen = try await engine(world, prober).observe(try domain())
        #expect(seen.probes.map(\.endpoint.address) == [try address(Self.mail)])
    }

    @Test func hostsThatShareAnAddressShareTheSession() async throws {
        let prober = prober()
        let world = try world([
            (10, "a.domain1.test", [Self.mail]), (20, "b.domain1.test", [Self.mail]),
        ])
        let seen = try await engine(world, prober).observe(try domain())
        #expect(seen.probes.count == 1)
        #expect(try ports(prober) == [25])
        let request = try #require(prober.log.value.requests.first { !$0.isCanary })
        let names = try ["a.domain1.test", "b.domain1.test", "domain1.test"].map { try name($0) }
        #expect(Set([request.hostName].compactMap(\.self) + request.otherNames) == Set(names))
    }

    @Test func domainsThatShareAHostShareTheSession() async throws {
        let prober = prober()
        var world = try world()
        try world.zone.mx("domain2.test", [(10, "mail.domain1.test")])
        let engine = try engine(world, prober)
        _ = await engine.observe(try domain())
        let second = await engine.observe(.domain(try name("domain2.test")))
        #expect(second.probes.count == 1)
        #expect(try ports(prober) == [25])
    }

    @Test func aFamilyThatTheMachineLacksIsNotTried() async throws {
        let prober = prober()
        let world = try world([(10, "mail.domain1.test", [Self.mail, "2a00::1"])])
        let seen = try await engine(world, prober, families: [.ipv4]).observe(try domain())
        #expect(seen.probes.map(\.endpoint.address.family) == [.ipv4])
        #expect(seen.usableFamilies == [.ipv4])
    }

    @Test("Addresses where nobody can be", arguments: ["127.0.0.1", "192.0.2.7", "198.18.0.1"])
    func specialPurpose(text: String) async throws {
        let prober = prober()
        var world = try world([(10, "mail.domain1.test", [text])])
        #expect(try await engine(world, prober).observe(try domain()).probes.isEmpty)
        world.settings.allowedSpecialPurpose = [try #require(IPNetwork("0.0.0.0/0"))]
        #expect(try await engine(world, prober).observe(try domain()).probes.count == 1)
    }

    @Test func refusedPort25BringsTheAlternatesAndTheControls() async throws {
        let host = try address(Self.mail)
        let prober = FakeProber { request, _ in
            let isRefused = request.endpoint.address == host && request.endpoint.port == 25
            var script = FakeProber.Script.ends(isRefused || request.isCanary ? .refused : .ready)
            script.change = { if $0.outcome == .ready { $0.certify() } }
            return script
        }
        let engine = try engine(try world(controls: 2), prober)
        let run = Task { await engine.observe(try domain()) }
        for number in 1..<RepeatingProber.attempts {
            await clock.advance(to: RepeatingProber.rest * number)
        }
        let seen = try await run.value
        #expect(seen.probes.map(\.endpoint.port) == [25, 26, 465, 587, 2525])
        #expect(prober.log.value.count(Endpoint(address: host, port: 25)) == 3)
        #expect(await engine.egress().map(\.verdict) == [.open])
        #expect(prober.log.value.count(try EgressWorld.control(0)) == 1)
    }

    @Test("When the controls are asked", arguments: ControlUse.allCases)
    func controlUse(use: ControlUse) async throws {
        for outcome in [Outcome.ready, .closed] {
            let prober = prober([25: outcome])
            var world = try world(controls: 1)
            world.settings.controlUse = use
            let engine = try engine(world, prober)
            // Where nobody proves anything, the control is asked once more, after a rest.
            let time = clock.now.offset + ControlRounds.roundRest
            let rest = Task { await clock.advance(to: time) }
            _ = await engine.observe(try domain())
            _ = await engine.egress()
            rest.cancel()
            let isAsked = prober.log.value.count(try EgressWorld.control(0)) > 0
            #expect(isAsked == (use == .always || use == .automatic && outcome == .closed))
        }
    }

    @Test(
        "When an endpoint is asked whether it takes the mail",
        arguments: [AcceptanceCheck.automatic, .always, .never]
    )
    func acceptance(check: AcceptanceCheck) async throws {
        let prober = prober([25: .closed])
        var world = try world()
        world.settings.acceptanceCheck = check
        _ = try await engine(world, prober).observe(try domain())
        for request in prober.log.value.requests where !request.isCanary {
            let isSMTP = request.endpoint.port == 25
            let isAsked = check == .always || check == .automatic && !isSMTP
            #expect((request.plan.acceptanceDomain != nil) == isAsked, "\(request.endpoint)")
        }
        let asHost = FakeProber { _, _ in .ends(.closed) }
        _ = try await engine(world, asHost).observe(.host(try name("mail.domain1.test")))
        #expect(asHost.log.value.requests.allSatisfy { $0.plan.acceptanceDomain == nil })
    }

    @Test func lateAnswersStartTheAlternatesAfterTheHeadStart() async throws {
        let release = Watched(false)
        let host = Endpoint(address: try address(Self.mail), port: 25)
        let prober = FakeProber { request, _ in
            if request.isCanary { return .ends(.timeout) }
            guard request.endpoint == host else { return .hush }
            return FakeProber.Script(connects: false, ending: .released(release)) {
                $0.greet("mail.domain1.test")
            }
        }
        let engine = try engine(try world(), prober)
        let run = Task { await engine.observe(try domain()) }
        await prober.log.wait { $0.count(host) == 1 }
        #expect(try ports(prober) == [25])
        await clock.advance(to: .milliseconds(300))
        await prober.log.wait { $0.count(465) == 1 && $0.count(587) == 1 && $0.count(26) == 1 }
        release.change { $0 = true }
        let seen = try await run.value
        #expect(seen.probes.map(\.endpoint.port) == [25], "the others were not needed")
    }

    @Test func allPortsAtOnceWhenAsked() async throws {
        let prober = prober()
        var world = try world()
        world.settings.triesAllPorts = true
        let seen = try await engine(world, prober).observe(try domain())
        #expect(seen.probes.map(\.endpoint.port) == [25, 26, 465, 587, 2525])
    }

    // Interruption.

    @Test func interruptionEndsLookups() async throws {
        let resolver = FakeResolver(isMute: true)
        let engine = try engine(try world(), prober(), resolver: resolver)
        let run = Task { await engine.observe(try domain()) }
        await resolver.asked.wait { !$0.isEmpty }
        engine.interrupt()
        let seen = try await run.value
        #expect(seen.isInterrupted)
        #expect(seen.resolution.mxLookup.status == .interrupted)
        #expect(await engine.egress().isEmpty)
    }

    @Test func interruptionEndsSessionsAndTraces() async throws {
        let stuck = FakeTracer(release: Watched(false))
        var world = try world(controls: 2)
        world.settings.traces = true
        let controls = try [EgressWorld.control(0, 587), EgressWorld.control(1, 587)]
        let prober = FakeProber { request, _ in
            controls.contains(request.endpoint) ? .ends(.ready) : .hush
        }
        let engine = try engine(world, prober, tracer: stuck)
        let run = Task { await engine.observe(try domain()) }
        await prober.log.wait { $0.requests.count == 1 }
        await clock.advance(to: .milliseconds(300))
        await stuck.traced.wait { $0.count == 2 }
        engine.interrupt()
        let seen = try await run.value
        #expect(seen.isInterrupted)
        #expect(seen.probes.allSatisfy { $0.outcome == .interrupted })
        #expect(await engine.egress().map(\.verdict) == [.inconclusive])
        stuck.release?.change { $0 = true }
        let count = prober.log.value.requests.count
        _ = await engine.observe(try domain())
        #expect(prober.log.value.requests.count == count, "nothing is begun any more")
    }
}
