import ProbeModel
import TestSupport
import Testing

@testable import Diagnosis

/// Two traces in a few letters, and what they say held together.
///
/// A letter a distance: `t` time exceeded by the router there, `u` by the router of another path, `c` connected,
/// `r` reset, `p` prohibited by the router before, `x` not sent, and `.` silence.
struct TraceCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let smtp: String
    let reference: String
    /// The last hop that 25 passes; `nil` where none may be named.
    var hop: Int?
    var connected: Int?
    var reset: Int?
    var silent = 0

    init(
        _ title: String,
        _ smtp: String,
        _ reference: String,
        hop: Int? = nil,
        connected: Int? = nil,
        reset: Int? = nil,
        silent: Int = 0
    ) {
        testDescription = title
        self.smtp = smtp
        self.reference = reference
        self.hop = hop
        self.connected = connected
        self.reset = reset
        self.silent = silent
    }
}

@Suite("Port 25's trace beside the reference port's, with near misses")
struct TraceComparisonTests {
    static let cases: [TraceCase] = [
        TraceCase("open", "tttccc", "tttccc", hop: 3),
        TraceCase("dropped behind hop 1", "t.....", "tttccc", hop: 1, silent: 3),
        TraceCase("dropped behind hop 3, the last router", "ttt...", "tttccc", hop: 3, silent: 3),
        TraceCase("dropped on arrival at hop 1", "......", "tttccc", hop: 1, silent: 3),
        TraceCase(
            "dropped, and hop 1 never speaks: no hop is named",
            "......",
            ".ttccc",
            silent: 3
        ),
        TraceCase("all routers silent, dropped", "......", "...ccc", silent: 3),
        TraceCase("a gap before the stop", "t.t...", "tttccc", hop: 3, silent: 3),
        TraceCase("the reference port does not get through: nothing is said", "t.....", "ttt..."),
        TraceCase("nothing comes back on either", "......", "......"),
        TraceCase("nothing could be sent", "xxxxxx", "xxxxxx"),
        // Resets.
        TraceCase("reset behind hop 1", "trrrrr", "tttccc", hop: 1, reset: 2),
        TraceCase("reset by the first router", "rrrrrr", "tttccc", hop: 1, reset: 1),
        TraceCase("reset by the host itself: same distance", "tttrrr", "tttccc", hop: 3),
        TraceCase("reset from beyond where the reference port ends", "ttttrr", "tttccc", hop: nil),
        // Redirects.
        TraceCase("redirected by the second router", "tccccc", "tttccc", hop: 2, connected: 2),
        TraceCase("redirected by the first router", "cccccc", "tttccc", hop: 1, connected: 1),
        TraceCase(
            "redirected, and that router is silent otherwise",
            "tccccc",
            "t.tccc",
            hop: 2,
            connected: 2
        ),
        TraceCase(
            "redirected, and all routers are silent: as likely the host lost a few",
            ".ccccc",
            "...ccc",
            hop: nil
        ),
        // Loss.
        TraceCase("the reference port's nearer answers were lost", "tttccc", "ttt..c.", hop: 3),
        TraceCase("lost nearer answers, silent routers", "...ccc", ".....c.", hop: nil),
        TraceCase("lost answers of the host on 25", "ttt.cc", "tttccc", hop: 3, silent: 1),
        TraceCase(
            "a lost answer of hop 2 looks like a stop at hop 1 only where 25 goes no farther",
            "t..ccc",
            "tttccc",
            hop: 1
        ),
        // Paths of two lengths.
        TraceCase("25 takes the longer path", "ttttcc", "tttccc", hop: nil),
        TraceCase("25 takes another path of the same length", "tuuccc", "tttccc", hop: 3),
        TraceCase(
            "25 takes the shorter path: nearer, which is why one trace proves nothing",
            "ttcccc",
            "tttccc",
            hop: 3,
            connected: 3
        ),
        // Prohibitions.
        TraceCase("prohibited by the first router", "tppppp", "tttccc", hop: 1),
        TraceCase("prohibited by the second", "ttpppp", "tttccc", hop: 2),
        TraceCase("prohibited by a router that is silent otherwise", ".ppppp", "..tccc", hop: nil),
    ]

    private func trace(_ letters: String, port: UInt16) throws -> PathTrace {
        let host = try address("20.0.1.1")
        let probes = try letters.enumerated().map { index, letter in
            let distance = index + 1
            let router = try address("20.9.\(distance).1")
            let time = Duration.milliseconds(10 * distance)
            switch letter {
            case "t":
                return TraceProbe(
                    distance: distance,
                    answer: .timeExceeded,
                    sender: router,
                    roundTrip: time
                )
            case "u":
                let other = try address("20.8.\(distance).1")
                return TraceProbe(
                    distance: distance,
                    answer: .timeExceeded,
                    sender: other,
                    roundTrip: time
                )
            case "c":
                return TraceProbe(
                    distance: distance,
                    answer: .connected,
                    sender: host,
                    roundTrip: time
                )
            case "r":
                return TraceProbe(distance: distance, answer: .reset, sender: host, roundTrip: time)
            case "p":
                let nearest = letters.prefix { $0 != "p" }.count
                let sender = try address("20.9.\(max(nearest, 1)).1")
                let error = ICMPError(family: .ipv4, type: 3, code: 13, sender: sender)
                return TraceProbe(
                    distance: distance,
                    answer: .icmp(error),
                    sender: sender,
                    roundTrip: time
                )
            case "x":
                let error = SystemError(call: "connect", code: 101, name: "ENETUNREACH")
                return TraceProbe(distance: distance, answer: .notSent(error))
            default: return TraceProbe(distance: distance, answer: .silence)
            }
        }
        return PathTrace(address: host, port: port, probes: probes)
    }

    private func compare(_ smtp: String, _ reference: String) throws -> TraceComparison? {
        TraceComparison(
            TracePair(
                host: try name("control1.op1.test"),
                smtp: try trace(smtp, port: 25),
                reference: try trace(reference, port: 587)
            )
        )
    }

    @Test(arguments: cases)
    func compare(_ row: TraceCase) throws {
        let comparison = try compare(row.smtp, row.reference)
        #expect((comparison != nil) == row.reference.contains("c"))
        #expect(comparison?.lastHop?.distance == row.hop)
        #expect(comparison?.connectedNearer == row.connected)
        #expect(comparison?.resetNearer == row.reset)
        #expect((comparison?.silentBeyond ?? 0) == row.silent)
    }

    @Test func aDistanceThatSpeaksAtTheSecondAskingCounts() throws {
        // Silent first, then a router: what 25 passes is not cut short, and nothing is counted as lost.
        var smtp = try trace("t.tccc", port: 25)
        let router = try address("20.9.2.1")
        smtp.probes.append(TraceProbe(distance: 2, answer: .timeExceeded, sender: router))
        let pair = TracePair(
            host: try name("control1.op1.test"),
            smtp: smtp,
            reference: try trace("tttccc", port: 587)
        )
        let comparison = try #require(TraceComparison(pair))
        #expect(comparison.silentBeyond == 0)
        #expect(comparison.lastHop?.distance == 3)
    }

    @Test func theFirstAnswerOfADistanceCounts() throws {
        // A SYN that was sent again takes another path and meets another router.
        var smtp = try trace("t.....", port: 25)
        let other = try address("20.8.1.1")
        smtp.probes.append(TraceProbe(distance: 1, answer: .timeExceeded, sender: other))
        let pair = TracePair(
            host: try name("control1.op1.test"),
            smtp: smtp,
            reference: try trace("tttccc", port: 587)
        )
        #expect(TraceComparison(pair)?.lastHop?.address == (try address("20.9.1.1")))
    }

    @Test func theNameOfTheHopIsTold() throws {
        var pair = TracePair(
            host: try name("control1.op1.test"),
            smtp: try trace("t.....", port: 25),
            reference: try trace("tttccc", port: 587)
        )
        let router = try address("20.9.1.1")
        pair.hopNames = [router: DNSName(try name("gw.isp.test"))]
        let hop = try #require(TraceComparison(pair)?.lastHop)
        #expect(hop.address == router)
        #expect(hop.name == DNSName(try name("gw.isp.test")))
    }

    @Test("Loss never brings an answer nearer", arguments: 0..<200)
    func lossy(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let host = Int.random(in: 2...9, using: &random)
        let loss = Double.random(in: 0...0.7, using: &random)
        let silent = Set((1..<host).filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
        func letters() -> String {
            String(
                (1...14).map { distance -> Character in
                    let isLost = Double.random(in: 0..<1, using: &random) < loss
                    if isLost || silent.contains(distance) { return "." }
                    return distance < host ? "t" : "c"
                }
            )
        }
        let (smtp, reference) = (letters(), letters())
        let comparison = try compare(smtp, reference)
        #expect(comparison?.connectedNearer == nil, "\(smtp) beside \(reference)")
        #expect(comparison.map { $0.lastHop?.distance ?? 0 < host } ?? true)
    }
}
