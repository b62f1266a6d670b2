import ProbeModel
import Testing

@testable import Rendering

/// The picture shows where port 25 is lost, and nothing that the traces do not show.
@Suite struct PathPictureTests {
    /// Port 25's cells, by row: what comes back decides, and where it comes from.
    @Test(
        arguments: [
            // Silence begins at the hop that the reference port reaches next.
            (1, Build.End.silence, EgressVerdict.blocked, [PathCell.passes, .neverSeen, .blank]),
            (0, .silence, .blocked, [.neverSeen, .blank, .blank]),
            (2, .silence, .blocked, [.passes, .passes, .neverSeen]),
            // Whose doing it is remains open where the verdict does.
            (1, .silence, .inconclusive, [.passes, .silent, .blank]),
            // A reset stands where it came back, an answer too when that is nearer than the host.
            (1, .reset, .blocked, [.passes, .reset, .blank]),
            (0, .connected, .intercepted, [.answersInstead(reachesHost: false), .blank, .blank]),
            (1, .connected, .intercepted, [.passes, .answersInstead(reachesHost: false), .blank]),
            (2, .connected, .open, [.passes, .passes, .answers]),
            // An ICMP error stands at the router that sent it, not at the hop that the SYN was meant for.
            (
                1, .icmp(type: 3, code: 13, sender: "198.51.100.1"), .blocked,
                [.prohibited, .blank, .blank]
            ),
            (
                2, .icmp(type: 3, code: 1, sender: "198.51.100.9"), .blocked,
                [.passes, .unreachable, .blank]
            ),
            (
                1, .icmp(type: 3, code: 13, sender: "198.51.100.200"), .blocked,
                [.passes, .prohibited, .blank]
            ),
            // This machine's own rule stands before the first hop.
            (0, .silence, .locallyBlocked, [.stopped, .blank, .blank, .blank]),
            (0, .reset, .locallyBlocked, [.reset, .blank, .blank, .blank]),
            (
                0, .icmp(type: 3, code: 13, sender: "198.51.100.77"), .locallyBlocked,
                [.prohibited, .blank, .blank, .blank]
            ),
        ] as [(Int, Build.End, EgressVerdict, [PathCell])]
    )
    func smtp(
        _ passing: Int,
        _ end: Build.End,
        _ verdict: EgressVerdict,
        _ cells: [PathCell]
    ) throws {
        let pair = try Build.traces(Build.line(.ipv4), passing: passing, then: end)
        let report = EgressReport(family: .ipv4, verdict: verdict)
        let picture = try #require(PathPicture(pair, report, isWhole: true))
        #expect(picture.rows.map(\.smtp) == cells)
        #expect(picture.rows.last?.kind == .host)
        #expect(picture.rows.last?.reference == .answers)
        #expect(picture.showsTrouble == (verdict != .open))
    }

    /// A rule that spares the user that runs Postfix alone is this machine's as well.
    @Test(arguments: [("passes", 0), ("other", 1)]) func mailOwner(_ row: (String, Int)) throws {
        let pair = try Build.traces(
            Build.line(.ipv4),
            passing: 0,
            then: .icmp(type: 3, code: 3, sender: "198.51.100.77")
        )
        let id: EvidenceID = row.0 == "passes" ? .mailOwnerPasses : .deniedLocally
        let report = EgressReport(family: .ipv4, verdict: .open, evidence: [Evidence(id, "seen")])
        let picture = try #require(PathPicture(pair, report, isWhole: true))
        #expect(picture.rows[0].first == row.1)
        #expect((picture.rows[0].smtp == .prohibited) == (row.1 == 0))
    }

    /// A redirect to this very machine is told at this machine.
    @Test func endsHere() throws {
        let pair = try Build.traces(
            Build.line(.ipv4),
            passing: 0,
            then: .connected,
            endsAtSelf: true
        )
        let report = EgressReport(family: .ipv4, verdict: .locallyBlocked)
        let picture = try #require(PathPicture(pair, report, isWhole: true))
        #expect(picture.rows[0].kind == .ownMachine)
        #expect(picture.rows[0].smtp == .answersInstead(reachesHost: false))
    }

    /// Where silent routers lie between, which of them it was is not said.
    @Test func silentRoutersHideThePlace() throws {
        var line = Build.line(.ipv4)
        line.routers = ["198.51.100.1", nil, nil]
        let pair = try Build.traces(line, passing: 1, then: .silence)
        let report = EgressReport(family: .ipv4, verdict: .blocked)
        let picture = try #require(PathPicture(pair, report, isWhole: true))
        #expect(picture.rows.map(\.smtp) == [.passes, .unknown, .neverSeen])
        #expect(picture.rows.map(\.number) == ["1", "2-3", "4"])
    }

    /// Nothing came back at all, or nothing was sent: no picture.
    @Test(arguments: [Build.End.silence, .local] as [Build.End])
    func nothingToSee(_ end: Build.End) throws {
        let line = Build.line(.ipv4)
        let pair = try Build.traces(line, passing: 0, then: end, reference: (0, end))
        let report = EgressReport(family: .ipv4, verdict: .offline)
        #expect(PathPicture(pair, report, isWhole: true) == nil)
    }

    /// Two families are one picture only where every row is the same.
    @Test(arguments: [(1, 1), (0, 2)]) func families(_ passing: Int, _ count: Int) throws {
        let pictures = try [(AddressFamily.ipv4, 1), (.ipv6, passing)].compactMap { family, hops in
            PathPicture(
                try Build.traces(Build.line(family), passing: hops, then: .silence),
                EgressReport(family: family, verdict: .blocked),
                isWhole: true
            )
        }
        #expect(pictures.count == 2)
        let joined = PathPicture.joined(pictures)
        #expect(joined.count == count)
        #expect(joined[0].rows[0].places.count == 3 - count)
    }

    /// A long way behind the hop that matters is told in one line, unless all is asked for.
    @Test(arguments: [(2, false, 5), (3, false, 4), (9, false, 4), (9, true, 12)])
    func farHops(_ routersBehind: Int, _ isWhole: Bool, _ rows: Int) throws {
        var line = Build.line(.ipv4)
        line.routers = ["198.51.100.1", "198.51.100.9"]
        line.routers += (0..<routersBehind).map { "198.51.100.\($0 + 100)" }
        let pair = try Build.traces(line, passing: 1, then: .silence)
        let report = EgressReport(family: .ipv4, verdict: .blocked)
        let picture = try #require(PathPicture(pair, report, isWhole: isWhole))
        #expect(picture.rows.count == rows)
    }
}
