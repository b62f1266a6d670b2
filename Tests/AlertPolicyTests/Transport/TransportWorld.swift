import AlertPolicy
import ProbeModel
import Testing

/// A domain, its map, and the runs that look at both.
struct TransportWorld {
    static let entry = DivertedEntry(
        pattern: "domain1.test",
        result: "relay:[mail.domain1.test]:2525"
    )

    var policy = TransportPolicy()
    var state: DiversionState?
    var map = TransportObservation.EntryState.none
    var outcome = TransportOutcome.done
    /// Whether runs end before they can say what became of their action.
    var crashes = false
    var runs = 0
    var time = World.monday
    var localTime: LocalTime?
    private(set) var changes = 0
    /// The runs that found a change made which an earlier one had not told of.
    private(set) var resumed: [Int] = []
    private(set) var events: [AlertEvent] = []
    let domain: DomainName

    init() throws { domain = try #require(DomainName("domain1.test")) }

    /// One run five minutes after the last; `b` blocked with a way around, `n` blocked without a verified
    /// one, `h` good, `u` unreachable, `?` unknown.
    mutating func run(_ letter: Character) throws -> [AlertEvent] {
        let mark = RunMark(id: "run\(runs)", time: time, host: "backup", localTime: localTime)
        let found = observation(letter)
        let previous = state.map { [domain: $0] } ?? [:]
        let decision = policy.evaluate(previous, [found, found], run: mark)
        if decision.resumed == [domain] { resumed.append(runs) }
        var told = decision.events
        state = decision.states.first ?? state
        for action in decision.actions {
            act(action)
            guard !crashes, let before = state else { continue }
            let end = policy.conclude(before, action, outcome, run: mark)
            state = end.state
            told += end.events
        }
        runs += 1
        time += World.step
        events += told
        return told
    }

    private mutating func act(_ action: TransportAction) {
        guard outcome == .done else { return }
        changes += 1
        switch action {
        case .divert(_, let entry): map = .intact(entry)
        case .restore: map = .none
        }
    }

    private func observation(_ letter: Character) -> TransportObservation {
        let isDiverted = if case .intact = map { true } else { false }
        let advice = AlertAdvice(
            action: .setTransport,
            pattern: Self.entry.pattern,
            result: Self.entry.result,
            verified: letter != "n",
            reason: "port 2525 takes the domain's mail"
        )
        switch letter {
        case "h":
            let verdict = isDiverted ? Verdict.diverted : .healthy
            return TransportObservation(domain: domain, verdict: verdict, port25: .good, entry: map)
        case "u":
            return TransportObservation(
                domain: domain,
                verdict: .unreachable,
                port25: .bad,
                entry: map
            )
        case "?":
            return TransportObservation(
                domain: domain,
                verdict: .inconclusive,
                port25: .unknown,
                entry: map
            )
        default:
            return TransportObservation(
                domain: domain,
                verdict: isDiverted ? .diverted : letter == "f" ? .filtered : .blocked,
                port25: .bad,
                advice: isDiverted ? nil : advice,
                entry: map
            )
        }
    }

    /// The events of a run per letter, as `run:kind`.
    mutating func script(_ letters: String) throws -> String {
        let first = runs
        var told: [String] = []
        for letter in letters where letter != " " {
            let index = runs - first
            told += try run(letter).map { event in
                let verdict = event.new.verdict == "handed-over" ? "(hand)" : ""
                return "\(index):\(event.kind.rawValue.split(separator: ".").last ?? "")\(verdict)"
            }
        }
        return told.joined(separator: " ")
    }
}
