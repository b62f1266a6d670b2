import AlertPolicy
import ProbeModel
import Testing

/// Nothing is told in a maintenance window, and nothing is lost.
@Suite struct MaintenanceTests {
    /// From 00:30 to 01:00, which are the runs 6 to 11.
    private func world() throws -> World {
        World(AlertRules(maintenance: [try #require(MaintenanceWindow("00:30-01:00"))]))
    }

    @Test(
        arguments: [
            // What came and went is not told.
            ("hhhhhh uuuuhh hhhh", ""),
            // What is still true is told by the first run afterwards.
            ("hhhhhh uuuuuu uu", "12:down"),
            // What ended in the window is told after it.
            ("hhhhuu uuhhhh hh", "5:down 12:recovered"),
            // What ended and began again is the same alert.
            ("hhhhuu hhhuuu uu", "5:down"),
            // What became something else says so.
            ("hhhhuu mmmmmm mm", "5:down 12:changed"),
            // Rows go on through the window.
            ("hhhhhh hhhhhu u", "12:down"),
        ]
    )
    func holds(_ row: (runs: String, told: String)) throws {
        var world = try world()
        #expect(try world.script(row.runs) == row.told)
    }

    @Test func holdsCertificates() throws {
        var world = try world()
        let certificate = CertificateObservation(
            host: try #require(DomainName("mail.domain1.test")),
            names: ["mail.domain1.test"],
            notAfter: World.monday + 86_400
        )
        world.time += 30 * 60
        #expect(world.run([], certificates: [certificate]) == [])
        world.time += 30 * 60
        #expect(world.run([], certificates: [certificate]).map(\.kind) == [.certificateExpiring])
        #expect(world.run([], certificates: [certificate]) == [])
    }
}
