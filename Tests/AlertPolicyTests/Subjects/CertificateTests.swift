import AlertPolicy
import ProbeModel
import Testing

/// Each certificate that ends soon is told once.
@Suite struct CertificateTests {
    private func shown(
        _ host: String,
        names: [String],
        days: Int64
    ) throws
        -> CertificateObservation
    {
        CertificateObservation(
            host: try #require(DomainName(host)),
            names: names,
            notAfter: World.monday + days * 86_400
        )
    }

    @Test func isToldOncePerCertificate() throws {
        var world = World()
        let wildcard = ["*.domain1.test", "domain1.test"]
        let shown = [
            try self.shown("mx1.domain1.test", names: wildcard, days: 10),
            try self.shown("mx2.domain1.test", names: wildcard.reversed(), days: 10),
            try self.shown("mail.other.test", names: ["mail.other.test"], days: 15),
        ]
        let events = world.run([], certificates: shown)
        #expect(events.map(\.kind) == [.certificateExpiring])
        #expect(events.first?.affected.names == ["mx1.domain1.test", "mx2.domain1.test"])
        #expect(
            events.first?.summary
                == "the certificate of mx1.domain1.test and 1 more ends in 10 days"
        )
        #expect(world.run([], certificates: shown) == [])
        world.time += 2 * 86_400
        #expect(world.run([], certificates: shown).count == 1, "the other one ends soon now")
        // A renewed certificate is another one.
        let renewed = try self.shown("mx1.domain1.test", names: wildcard, days: 12)
        #expect(world.run([], certificates: [renewed]).count == 1)
    }

    @Test func isForgottenLongAfterwards() throws {
        var world = World()
        let shown = try self.shown("mx1.domain1.test", names: [], days: 1)
        world.run([], certificates: [shown])
        #expect(world.states.count == 1)
        world.time += 100 * 86_400
        #expect(world.run([], certificates: [shown]) == [], "still shown, still known")
        world.run([])
        #expect(world.states.isEmpty)
    }

    @Test(arguments: [Int64.min, .max]) func oddTimesAreHarmless(_ end: Int64) throws {
        var world = World()
        let certificate = CertificateObservation(
            host: try #require(DomainName("mail.domain1.test")),
            names: [],
            notAfter: end
        )
        world.run([], certificates: [certificate])
        world.run([])
    }
}
