import AlertPolicy
import ProbeModel
import Testing

/// The domains behind one blocked port are one alert.
@Suite struct GroupingTests {
    private let names = (1...50).map { $0 < 10 ? "domain0\($0).test" : "domain\($0).test" }

    private func domains(
        _ verdict: Verdict,
        families: Set<AddressFamily> = [.ipv4]
    ) throws -> [SubjectObservation] {
        try names.map { try Found.domain($0, verdict, families: families) }
    }

    @Test func fiftyDomainsAreOneAlert() throws {
        var world = World()
        for _ in 0..<2 { world.run(try domains(.healthy) + [Found.egress(.open)]) }
        for _ in 0..<5 { world.run(try domains(.blocked) + [Found.egress(.blocked)]) }
        #expect(world.events.map(\.kind) == [.egressBlocked])
        let affected = try #require(world.events.first?.affected)
        #expect(affected.total == 50 && affected.names.count == AlertLimits.names)
        #expect(affected.names.first == "domain01.test" && affected.unlisted == 30)
        for _ in 0..<5 { world.run(try domains(.healthy) + [Found.egress(.open)]) }
        #expect(world.events.map(\.kind) == [.egressBlocked, .egressRecovered])
        #expect(world.events.last?.affected.total == 50)
    }

    /// A domain that stays down when port 25 is open again has its own alert then.
    @Test func theRestIsToldAfterwards() throws {
        var world = World()
        for _ in 0..<3 { world.run(try domains(.blocked) + [Found.egress(.blocked)]) }
        for _ in 0..<4 {
            let rest = try domains(.healthy).dropFirst()
            let down = try Found.domain("domain01.test", .unreachable)
            world.run(rest + [down, Found.egress(.open)])
        }
        #expect(world.events.map(\.kind) == [.egressBlocked, .egressRecovered, .domainDown])
        #expect(world.events.last?.subject?.key == "domain:domain01.test")
        for _ in 0..<2 { world.run(try domains(.healthy) + [Found.egress(.open)]) }
        #expect(world.events.last?.kind == .domainRecovered)
    }

    /// A domain that was down of its own before is not told again, and ends its own alert.
    @Test func anOwnAlertStaysOpen() throws {
        var world = World()
        func run(_ verdict: Verdict, _ egress: EgressVerdict) throws -> [EventKind] {
            let found = try Found.domain("domain1.test", verdict)
            return (0..<3).flatMap { _ in world.run([found, Found.egress(egress)]).map(\.kind) }
        }
        #expect(try run(.unreachable, .open) == [.domainDown])
        #expect(try run(.blocked, .blocked) == [.egressBlocked])
        #expect(try run(.unreachable, .open) == [.egressRecovered])
        #expect(try run(.healthy, .open) == [.domainRecovered])
    }

    /// Only a blocked family covers a domain, and only a domain of that family is listed.
    @Test func familiesAreApart() throws {
        var world = World()
        for _ in 0..<2 {
            world.run([
                try Found.domain("four.test", .blocked, families: [.ipv4]),
                try Found.domain("six.test", .unreachable, families: [.ipv6]),
                try Found.domain("both.test", .healthy, families: [.ipv4, .ipv6]),
                Found.egress(.blocked, .ipv4), Found.egress(.open, .ipv6),
            ])
        }
        #expect(world.events.map(\.kind) == [.egressBlocked, .domainDown])
        #expect(world.events.first?.affected.names == ["four.test"])
        #expect(world.events.last?.subject?.key == "domain:six.test")
    }

    /// Where nothing is known of port 25, a blocked domain has its own alert.
    @Test func withoutEgressTheDomainIsTold() throws {
        var world = World()
        #expect(try world.script("bb") == "1:down")
    }

    /// A domain that lags behind port 25 by some runs is not told down on its way up.
    @Test func lateRecoveryIsNotADown() throws {
        var world = World()
        let blocked = try Found.domain("domain1.test", .blocked)
        for _ in 0..<2 { world.run([blocked, Found.egress(.blocked)]) }
        for verdict in [Verdict.dnsFailure, .dnsFailure, .healthy, .healthy] {
            world.run([try Found.domain("domain1.test", verdict), Found.egress(.open)])
        }
        #expect(world.events.map(\.kind) == [.egressBlocked, .egressRecovered])
    }

    /// Port 25 that flaps is told once, and so are the domains behind it: not at all.
    @Test func flappingPortIsOneStory() throws {
        var world = World()
        for cycle in 0..<8 {
            let isUp = cycle % 2 == 0
            for _ in 0..<2 {
                world.run(
                    try domains(isUp ? .healthy : .blocked) + [
                        Found.egress(isUp ? .open : .blocked)
                    ]
                )
            }
        }
        #expect(
            world.events.map(\.kind) == [
                .egressBlocked, .egressRecovered, .egressBlocked, .egressRecovered, .egressBlocked,
            ]
        )
        #expect(world.events.map(\.isFlapping) == [false, false, false, false, true])
    }
}
