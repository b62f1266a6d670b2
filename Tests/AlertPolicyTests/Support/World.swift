import AlertPolicy
import ProbeModel
import Testing

/// States, and the runs that change them, with a clock that the test sets.
struct World {
    /// A Monday, 00:00 UTC, which the tests take for local time too.
    static let monday: Int64 = 1_767_571_200
    static let step: Int64 = 300

    var policy: SubjectPolicy
    var states: [Subject: SubjectState] = [:]
    var time = World.monday
    var runs = 0
    private(set) var events: [AlertEvent] = []

    init(_ rules: AlertRules = AlertRules()) { policy = SubjectPolicy(rules: rules) }

    var mark: RunMark {
        let minute = (time - World.monday) / 60
        let days = MaintenanceWindow.Day.allCases
        return RunMark(
            id: "run\(runs)",
            time: time,
            host: "backup.example",
            localTime: LocalTime(
                day: days[Int(minute / 1440) % days.count],
                minute: Int(minute % 1440)
            )
        )
    }

    /// One run, then the clock moves on.
    @discardableResult
    mutating func run(
        _ subjects: [SubjectObservation],
        certificates: [CertificateObservation] = [],
        retired: [Subject] = []
    ) -> [AlertEvent] {
        let observation = RunObservation(
            run: mark,
            subjects: subjects,
            certificates: certificates,
            retired: retired
        )
        let decision = policy.evaluate(states, observation)
        for state in decision.states { states[state.subject] = state }
        for subject in decision.forgotten { states[subject] = nil }
        #expect(policy.evaluate(states, observation).events == [], "a run told twice tells once")
        events += decision.events
        runs += 1
        time += World.step
        return decision.events
    }

    /// One run of one domain per letter; the events as `run:kind`, a `~` where it flaps.
    mutating func script(_ letters: String) throws -> String {
        let first = runs
        var told: [String] = []
        for letter in letters where letter != " " {
            let index = runs - first
            let found = try Found.domain("domain1.test", try Found.verdict(letter))
            told += run([found]).map { event in
                let name = event.kind.rawValue.split(separator: ".").last ?? ""
                let reminder = event.occasion == .reminder ? "again-" : ""
                return "\(index):\(reminder)\(name)\(event.isFlapping ? "~" : "")"
            }
        }
        return told.joined(separator: " ")
    }
}

/// What a test lets a run find.
enum Found {
    static func verdict(_ letter: Character) throws -> Verdict {
        let verdicts: [Character: Verdict] = [
            "h": .healthy, "d": .degraded, "v": .diverted, "b": .blocked, "f": .filtered,
            "u": .unreachable, "r": .rejected, "m": .misconfigured, "s": .dnsFailure,
            "i": .inconclusive,
        ]
        return try #require(verdicts[letter])
    }

    static func domain(
        _ name: String,
        _ verdict: Verdict,
        families: Set<AddressFamily> = [.ipv4]
    ) throws -> SubjectObservation {
        SubjectObservation(
            subject: .domain(try #require(DomainName(name))),
            condition: Condition(verdict: verdict.rawValue, severity: verdict.severity),
            summary: "the domain is \(verdict.rawValue)",
            families: families
        )
    }

    static func egress(
        _ verdict: EgressVerdict,
        _ family: AddressFamily = .ipv4
    ) -> SubjectObservation {
        let severity: Severity =
            switch verdict {
            case .open, .unavailable: .ok
            case .throttled: .warning
            case .blocked, .intercepted, .locallyBlocked: .critical
            case .offline, .inconclusive: .unknown
            }
        return SubjectObservation(
            subject: .egress(family),
            condition: Condition(verdict: verdict.rawValue, severity: severity),
            summary: "port 25 is \(verdict.rawValue)"
        )
    }
}
