import ProbeEngine
import ProbeModel
import Testing

@Suite("The route beside the MX hosts", .timeLimit(.minutes(1)))
struct RouteTests {
    private let clock = VirtualClock()
    private static let mail = "20.0.0.1"
    private static let relay = "20.0.0.9"

    private func engine(
        _ prober: FakeProber,
        resolver: FakeResolver? = nil,
        change: (inout EgressWorld) throws -> Void = { _ in }
    ) throws -> DiagnosisEngine {
        var world = try EgressWorld()
        try world.zone.mx("domain1.test", [(10, "mail.domain1.test"), (20, "backup.test")])
        try world.zone.host("mail.domain1.test", [Self.mail])
        try world.zone.add("mail.domain1.test", .mx)
        try world.zone.host("backup.test", ["20.0.0.5"])
        try world.zone.host("relay.test", [Self.relay])
        try change(&world)
        return DiagnosisEngine(
            resolver: resolver ?? FakeResolver(world.zone.table),
            prober: prober,
            tracer: FakeTracer(),
            facts: FakeFacts(),
            identity: LocalIdentity(
                names: [try name("backup.test")],
                addresses: [try address("20.0.0.5")]
            ),
            settings: world.settings,
            clock: clock,
            now: { 1_800_000_000 }
        )
    }

    private func target() throws -> Target { .domain(try name("domain1.test")) }

    /// A prober where the endpoints end as told, and all others are ready.
    private func prober(_ outcomes: [String: Outcome] = [:]) -> FakeProber {
        FakeProber { request, _ in
            if request.isCanary { return .ends(.timeout) }
            let outcome = outcomes[request.endpoint.description] ?? .ready
            var script = FakeProber.Script.ends(outcome)
            if outcome == .ready { script.change = { $0.greet(request.hostName?.ascii ?? "m") } }
            return script
        }
    }

    private func route(_ hops: RouteNexthop..., source: Route.Source = .transport) -> Route {
        Route(source: source, delivery: .smtp(transport: "smtp", hops))
    }

    private func host(_ text: String, _ port: UInt16) throws -> RouteNexthop {
        RouteNexthop(.host(try name(text)), port: port, text: "[\(text)]:\(port)")
    }

    private func bare(_ text: String, _ port: UInt16 = 25) throws -> RouteNexthop {
        RouteNexthop(.mx(try name(text)), port: port, text: "\(text):\(port)")
    }

    private func literal(_ text: String, _ port: UInt16) throws -> RouteNexthop {
        RouteNexthop(.address(try address(text)), port: port, text: "[\(text)]:\(port)")
    }

    /// Where the prober went, but for the canary.
    private func visited(_ prober: FakeProber) -> [String] {
        prober.log.value.requests.filter { !$0.isCanary }.map(\.endpoint.description).sorted()
    }

    private func outcomes(_ seen: DomainObservation) -> [[String]] {
        (seen.route?.nexthops ?? []).map {
            $0.probes.map { "\($0.endpoint) \($0.outcome.rawValue)" }
        }
    }

    @Test func anotherPortOfAnMXHostIsTriedBeside25() async throws {
        let prober = prober()
        let seen = try await engine(prober)
            .observe(try target(), route: route(try bare("mail.domain1.test", 2525)))
        #expect(visited(prober) == ["20.0.0.1:25", "20.0.0.1:2525"])
        #expect(seen.probes.map(\.endpoint.port) == [25], "25 answers, so no alternate is an MX's")
        #expect(outcomes(seen) == [["20.0.0.1:2525 ready"]])
        #expect(seen.route?.nexthops.first?.usesMX == false)
        let asked = prober.log.value.requests.first { $0.endpoint.port == 2525 }
        #expect(asked?.plan.acceptanceDomain == (try name("domain1.test")))
    }

    @Test func port25OfAnMXHostIsTriedOnce() async throws {
        let prober = prober([:])
        let list = route(try bare("mail.domain1.test"), try host("mail.domain1.test", 2525))
        let seen = try await engine(prober).observe(try target(), route: list)
        #expect(visited(prober) == ["20.0.0.1:25", "20.0.0.1:2525"])
        #expect(outcomes(seen) == [["20.0.0.1:25 ready"], ["20.0.0.1:2525 ready"]])
        #expect(prober.log.value.mostAtOnce.values.allSatisfy { $0 == 1 })
    }

    @Test func anAlternateThatTheMXHostNeedsTooIsTriedOnce() async throws {
        let prober = prober(["20.0.0.1:25": .reset])
        let seen = try await engine(prober)
            .observe(try target(), route: route(try host("mail.domain1.test", 2525)))
        let ports = visited(prober)
        #expect(Set(ports).count == ports.count, "\(ports)")
        #expect(seen.probes.map(\.endpoint.port) == [25, 26, 465, 587, 2525])
        #expect(outcomes(seen) == [["20.0.0.1:2525 ready"]])
    }

    @Test func theMXHostsAreTriedBesideARelayhost() async throws {
        let prober = prober(["20.0.0.9:587": .refused])
        let seen = try await engine(prober).observe(
            try target(),
            route: route(try host("relay.test", 587), source: .relayhost)
        )
        #expect(visited(prober) == ["20.0.0.1:25", "20.0.0.9:587"])
        #expect(seen.probes.map(\.outcome) == [.ready])
        #expect(outcomes(seen) == [["20.0.0.9:587 refused"]])
    }

    @Test func anMXHostThatAnswersLateDoesNotEndTheRoutesSession() async throws {
        let (late, slow) = (Watched(false), Watched(false))
        let prober = FakeProber { request, _ in
            switch request.endpoint.port {
            case _ where request.isCanary: return .ends(.timeout)
            case 25: return FakeProber.Script(connects: false, ending: .released(late))
            case 2525:
                return FakeProber.Script(connects: false, ending: .released(slow)) {
                    if Task.isCancelled { $0.outcome = .interrupted }
                }
            default: return .hush
            }
        }
        let engine = try engine(prober)
        let run = Task {
            await engine.observe(
                try target(),
                route: route(try host("mail.domain1.test", 2525))
            )
        }
        await prober.log.wait { $0.count(25) == 1 && $0.count(2525) == 1 }
        await clock.advance(to: .milliseconds(300))
        await prober.log.wait { $0.count(587) == 1 }
        late.change { $0 = true }
        await prober.log.wait { log in log.finished.contains { $0.port == 587 } }
        slow.change { $0 = true }
        let seen = try await run.value
        #expect(seen.probes.map(\.endpoint.port) == [25])
        #expect(outcomes(seen) == [["20.0.0.1:2525 ready"]])
        #expect(prober.log.value.count(2525) == 1)
    }

    @Test func aSilentPortOfTheRouteIsGivenUpAfterThreeSYNs() async throws {
        let prober = FakeProber { request, _ in
            request.endpoint.port == 2525 ? .silence : .ends(request.isCanary ? .timeout : .ready)
        }
        let engine = try engine(prober)
        let run = Task {
            await engine.observe(
                try target(),
                route: route(try host("mail.domain1.test", 2525))
            )
        }
        await prober.log.wait { $0.count(2525) == 1 }
        await clock.advance(to: AddressPlan.silencePatience)
        #expect(outcomes(try await run.value) == [["20.0.0.1:2525 timeout"]])
    }

    // What a nexthop's name leads to.

    @Test func withoutBracketsMXRecordsDecide() async throws {
        let prober = prober()
        let engine = try engine(prober) { world in
            try world.zone.mx("mail.domain1.test", [(10, "other.test"), (20, "backup.test")])
            try world.zone.host("other.test", ["20.0.0.7"])
        }
        let seen = await engine.observe(
            try target(),
            route: route(try bare("mail.domain1.test", 2525))
        )
        #expect(outcomes(seen) == [["20.0.0.7:2525 ready"]], "and not this machine's own record")
        let hop = try #require(seen.route?.nexthops.first)
        #expect(hop.usesMX)
        #expect(hop.ownAddresses == [try address(Self.mail)])
    }

    @Test func bracketsKeepTheMXRecordsOut() async throws {
        let prober = prober()
        let engine = try engine(prober) { world in
            try world.zone.mx("mail.domain1.test", [(10, "other.test")])
            try world.zone.host("other.test", ["20.0.0.7"])
        }
        let seen = await engine.observe(
            try target(),
            route: route(try host("mail.domain1.test", 2525), try literal("20.0.0.8", 2525))
        )
        #expect(outcomes(seen) == [["20.0.0.1:2525 ready"], ["20.0.0.8:2525 ready"]])
    }

    @Test func aNameThatDoesNotExistIsTold() async throws {
        let seen = try await engine(prober())
            .observe(try target(), route: route(try host("gone.test", 25)))
        let hop = try #require(seen.route?.nexthops.first)
        #expect(hop.resolution?.mxLookup.status == .nxdomain)
        #expect(hop.probes.isEmpty)
    }

    @Test func aNexthopThatIsThisMachineIsNotTried() async throws {
        let prober = prober()
        let hops = route(
            try host("backup.test", 25),
            try literal("127.0.0.1", 25),
            try literal("20.0.0.5", 25),
            // What listens here on another port is a filter.
            try literal("127.0.0.1", 10025)
        )
        let seen = try await engine(prober).observe(try target(), route: hops)
        #expect(seen.route?.nexthops.map(\.isSelf) == [true, true, true, false])
        #expect(outcomes(seen) == [[], [], [], ["127.0.0.1:10025 ready"]])
    }

    @Test func anUnbracketedNameWhoseBestMXIsThisMachineLoops() async throws {
        let engine = try engine(prober()) { world in
            try world.zone.mx("loop.test", [(10, "backup.test"), (20, "relay.test")])
        }
        let seen = await engine.observe(try target(), route: route(try bare("loop.test")))
        #expect(seen.route?.nexthops.map(\.isSelf) == [true])
        #expect(outcomes(seen) == [[]])
    }

    @Test func port465SpeaksTLSAtOnce() async throws {
        let prober = prober()
        _ = try await engine(prober)
            .observe(try target(), route: route(try host("relay.test", 465)))
        let request = prober.log.value.requests.first { $0.endpoint.port == 465 }
        #expect(request?.plan.tlsMode == .implicit)
        #expect(request?.hostName == (try name("relay.test")))
    }

    @Test(
        "Without an SMTP route nothing more is done",
        arguments: [
            Route.Delivery.mx, .returned("5.1.1 gone"), .deferred("4.0.0 later"),
            .other(transport: "lmtp"), .unknown("no postconf"),
        ]
    )
    func otherDeliveries(_ delivery: Route.Delivery) async throws {
        let prober = prober()
        let seen = try await engine(prober)
            .observe(try target(), route: Route(source: .transport, delivery: delivery))
        #expect(seen.route == nil)
        #expect(visited(prober) == ["20.0.0.1:25"])
    }

    @Test func nexthopsAndTheirAddressesAreBounded() async throws {
        let prober = prober()
        let engine = try engine(prober) { world in
            try world.zone.host("relay.test", ["20.0.0.9", "20.0.0.10", "20.0.0.11"])
            world.settings.maximumNexthops = 1
            world.settings.maximumAddresses = 2
        }
        let hops = route(try host("relay.test", 587), try host("mail.domain1.test", 2525))
        let seen = await engine.observe(try target(), route: hops)
        #expect(outcomes(seen) == [["20.0.0.9:587 ready", "20.0.0.10:587 ready"]])
    }

    // What it says of this machine's port 25.

    @Test func aRelaysAnswerDoesNotOpenPort25() async throws {
        let prober = prober(["20.0.0.1:25": .reset, "20.0.0.9:25": .ready])
        let engine = try engine(prober)
        let seen = await engine.observe(
            try target(),
            route: route(try host("relay.test", 25), source: .relayhost)
        )
        #expect(outcomes(seen) == [["20.0.0.9:25 ready"]])
        #expect(await engine.egress().allSatisfy { $0.verdict != .open })
    }

    @Test func aRouteOverAnotherPortDoesNotHideThat25IsClosed() async throws {
        let prober = prober(["20.0.0.1:25": .deniedLocally])
        let engine = try engine(prober)
        let seen = await engine.observe(
            try target(),
            route: route(try host("relay.test", 2525))
        )
        #expect(seen.probes.first?.outcome == .deniedLocally)
        #expect(await engine.egress().map(\.verdict) == [.locallyBlocked])
    }

    @Test func aNexthopThatIsDeniedLocallySaysSoOfThisMachine() async throws {
        let prober = prober(["20.0.0.9:25": .deniedLocally, "20.0.1.1:25": .timeout])
        let engine = try engine(prober) { world in
            world = try EgressWorld(controls: 1)
            try world.zone.host("relay.test", [Self.relay])
            try world.zone.host("backup.test", ["20.0.0.5"])
            try world.zone.mx("domain1.test", [(10, "backup.test")])
        }
        _ = await engine.observe(try target(), route: route(try host("relay.test", 25)))
        let reports = await engine.egress()
        #expect(reports.map(\.verdict) == [.locallyBlocked], "\(reports)")
    }

    @Test func interruptionEndsTheLookupsOfNexthops() async throws {
        let resolver = FakeResolver(isMute: true)
        let prober = prober()
        let engine = try engine(prober, resolver: resolver)
        let run = Task {
            await engine.observe(try target(), route: route(try bare("relay.test")))
        }
        await resolver.asked.wait { asked in
            asked.contains { $0.name.ascii == "relay.test" }
                && asked.contains { $0.name.ascii == "domain1.test" }
        }
        engine.interrupt()
        let seen = try await run.value
        #expect(seen.isInterrupted)
        #expect(outcomes(seen) == [[]])
        #expect(visited(prober).isEmpty)
    }
}
