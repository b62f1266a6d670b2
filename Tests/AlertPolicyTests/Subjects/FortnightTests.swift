import AlertPolicy
import ProbeModel
import Testing

/// Two weeks of a backup MX with three domains, a check every five minutes.
@Suite struct FortnightTests {
    private static let day: Int64 = 86_400
    private static let hour: Int64 = 3600

    /// What is the matter from one time to another, in seconds from the start.
    private struct Trouble {
        let from: Int64
        let to: Int64
        let verdicts: [String: Verdict]
        var egress = EgressVerdict.open
    }

    private static let all = ["main.test", "other.test", "third.test"]

    private static func everything(_ verdict: Verdict) -> [String: Verdict] {
        Dictionary(uniqueKeysWithValues: all.map { ($0, verdict) })
    }

    private static let troubles = [
        // Monday: the main server of one domain is down for two hours.
        Trouble(from: 9 * hour, to: 11 * hour, verdicts: ["main.test": .unreachable]),
        // Tuesday: one lost run, which is nothing.
        Trouble(from: day, to: day + 300, verdicts: ["main.test": .unreachable]),
        // Wednesday: the provider blocks port 25 for a day; meanwhile one main server goes away.
        Trouble(
            from: 2 * day + 600,
            to: 3 * day,
            verdicts: everything(.blocked),
            egress: .blocked
        ),
        Trouble(from: 3 * day, to: 3 * day + hour, verdicts: ["other.test": .unreachable]),
        // Friday: the network is gone for three hours: nothing can be told, and an hour later that is told.
        Trouble(
            from: 4 * day,
            to: 4 * day + 3 * hour,
            verdicts: everything(.inconclusive),
            egress: .offline
        ),
        // Saturday, 22:00 to 23:00 is maintenance: down and up again is nothing.
        Trouble(
            from: 5 * day + 22 * hour,
            to: 5 * day + 22 * hour + 1800,
            verdicts: everything(.rejected)
        ),
        // Sunday, 22:45: down over the end of the window.
        Trouble(
            from: 6 * day + 22 * hour + 2700,
            to: 7 * day,
            verdicts: ["third.test": .misconfigured]
        ),
        // The second week: a certificate of DNS fails, then the name itself is gone.
        Trouble(from: 8 * day, to: 8 * day + 2 * hour, verdicts: ["main.test": .dnsFailure]),
        Trouble(
            from: 8 * day + 2 * hour,
            to: 8 * day + 3 * hour,
            verdicts: ["main.test": .misconfigured]
        ),
    ]

    /// Flaps every ten minutes on the second Wednesday from 10:00 to 13:00, then is well.
    private static func flaps(_ time: Int64) -> Bool {
        let start = 9 * day + 10 * hour
        return (start..<start + 3 * hour).contains(time) && (time - start) / 600 % 2 == 0
    }

    private func found(at time: Int64) throws -> [SubjectObservation] {
        let now = Self.troubles.filter { ($0.from..<$0.to).contains(time) }
        return try Self.all.map { name in
            let flapping: Verdict? =
                name == "third.test" && Self.flaps(time) ? .unreachable : nil
            let verdict = now.compactMap { $0.verdicts[name] }.first ?? flapping ?? .healthy
            return try Found.domain(name, verdict)
        } + [Found.egress(now.first { $0.egress != .open }?.egress ?? .open)]
    }

    @Test func tellsTheStory() throws {
        let window = try #require(MaintenanceWindow("sat,sun 22:00-23:00"))
        var world = World(AlertRules(maintenance: [window]))
        var story: [String] = []
        while world.time < World.monday + 14 * Self.day {
            let time = world.time - World.monday
            for event in world.run(try found(at: time)) {
                let clock = time % Self.day / 60
                let minutes = clock % 60 < 10 ? "0\(clock % 60)" : "\(clock % 60)"
                story.append(
                    "\(time / Self.day + 1) \(clock / 60):\(minutes) \(event.kind.rawValue) "
                        + "\(event.subject?.key ?? "") \(event.new.verdict)"
                        + (event.isFlapping ? " flapping" : "")
                )
            }
        }
        #expect(story == Self.story, "\(story.joined(separator: "\n"))")
    }

    private static let story = [
        "1 9:05 domain.down domain:main.test unreachable",
        "1 11:05 domain.recovered domain:main.test healthy",
        "3 0:15 egress.blocked egress:ipv4 blocked",
        "4 0:05 egress.recovered egress:ipv4 open",
        "4 0:05 domain.down domain:other.test unreachable",
        "4 1:05 domain.recovered domain:other.test healthy",
        "5 1:00 egress.blocked egress:ipv4 offline",
        "5 3:05 egress.recovered egress:ipv4 open",
        "7 23:00 domain.down domain:third.test misconfigured",
        "8 0:05 domain.recovered domain:third.test healthy",
        "9 1:00 domain.down domain:main.test dns-failure",
        "9 2:05 domain.changed domain:main.test misconfigured",
        "9 3:05 domain.recovered domain:main.test healthy",
        "10 10:05 domain.down domain:third.test unreachable",
        "10 10:15 domain.recovered domain:third.test healthy",
        "10 10:25 domain.down domain:third.test unreachable",
        "10 10:35 domain.recovered domain:third.test healthy",
        "10 10:45 domain.down domain:third.test unreachable flapping",
        "10 13:55 domain.recovered domain:third.test healthy",
    ]
}
