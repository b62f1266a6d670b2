import TestSupport
import Testing

@testable import TransportMap

@Suite("forgotten diversions")
struct ForgetTests {
    private static let marker =
        "# mxprobe/1 diverted key=\"d.test\" sum=\"0000000000000000\" old=\"d.test x\""

    @Test(
        "leave everything but the marker",
        arguments: [
            ("a x\n\(marker)\nd.test mine\nb y\n", "a x\nd.test mine\nb y\n"),
            ("\(marker)\nd.test mine", "d.test mine"),
            // No entry follows, or no line at all.
            ("a x\n\(marker)\n\nb y\n", "a x\n\nb y\n"), ("a x\n\(marker)", "a x\n"),
            // Copied by hand, so that there are two.
            ("\(marker)\nd.test 1\n\(marker)\nd.test 2\n", "d.test 1\nd.test 2\n"),
            ("\(marker)\r\nd.test mine\r\n", "d.test mine\r\n"),
        ]
    )
    func markerOnly(before: String, after: String) throws {
        let map = try #require(TransportMap(Array(before.utf8)))
        let pattern = try #require(TransportPattern("D.test"))
        let plan = map.plan([.forget(pattern)])
        #expect(plan.outcomes.map(\.disposition) == [.edited])
        #expect(String(decoding: plan.bytes, as: UTF8.self) == after)
        let forgotten = try #require(TransportMap(plan.bytes))
        #expect(forgotten.diversions.isEmpty)
        #expect(
            forgotten.plan([.forget(pattern)]).outcomes.map(\.disposition)
                == [.refused(.notDiverted)]
        )
    }

    @Test("can be among other changes, each pattern once")
    func together() throws {
        let pattern = try #require(TransportPattern("d.test"))
        let other = try #require(TransportPattern("e.test"))
        let result = try #require(TransportResult("smtp:e"))
        let text = Array("\(Self.marker)\n".utf8)
        let diverted = try #require(TransportMap(text)).plan([.divert(other, to: result)])
        let map = try #require(TransportMap(diverted.bytes))
        let plan = map.plan([.forget(pattern), .revert(other), .revert(pattern)])
        #expect(
            plan.outcomes.map(\.disposition) == [.edited, .edited, .refused(.repeated)]
        )
        #expect(plan.bytes.isEmpty)
    }

    @Test("are none in mxprobe's own table")
    func overlay() throws {
        let pattern = try #require(TransportPattern("d.test"))
        let overlay = try #require(OverlayMap([]))
        #expect(
            overlay.plan([.forget(pattern)]).outcomes.map(\.disposition)
                == [.refused(.notDiverted)]
        )
    }
}
