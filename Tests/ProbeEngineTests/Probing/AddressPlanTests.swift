import ProbeEngine
import ProbeModel
import TestSupport
import Testing

/// A course of events and the actions that each must bring.
struct PlanCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var ports: [UInt16] = [25, 2525, 587]
    var triesAll = false
    let begins: [AddressPlan.Action]
    let steps: [(AddressPlan.Event, [AddressPlan.Action])]
    var isDone = true

    init(
        _ title: String,
        ports: [UInt16] = [25, 2525, 587],
        triesAll: Bool = false,
        begins: [AddressPlan.Action] = [.start(25)],
        isDone: Bool = true,
        _ steps: [(AddressPlan.Event, [AddressPlan.Action])]
    ) {
        testDescription = title
        self.ports = ports
        self.triesAll = triesAll
        self.begins = begins
        self.isDone = isDone
        self.steps = steps
    }
}

@Suite("Which ports of an address are tried when")
struct AddressPlanTests {
    static let alternates: [AddressPlan.Action] = [.start(2525), .start(587)]

    static let cases: [PlanCase] = [
        PlanCase(
            "a healthy host sees one session",
            [(.connected(25), []), (.finished(25, .ready), []), (.headStartPassed, [])]
        ),
        PlanCase(
            "connected within the head start: the greeting may take its time",
            isDone: false,
            [(.connected(25), []), (.headStartPassed, [])]
        ),
        PlanCase(
            "late SYN-ACK: alternates that only connect are dropped when 25 is ready, begun sessions end by themselves",
            [
                (.headStartPassed, alternates), (.connected(25), []), (.connected(587), []),
                (.finished(25, .ready), [.drop(2525)]), (.finished(587, .ready), []),
            ]
        ),
        PlanCase(
            "an alternate that had finished stays",
            [
                (.headStartPassed, alternates), (.finished(587, .ready), []),
                (.finished(25, .deferred), [.drop(2525)]),
            ]
        ),
        PlanCase("not now: no further connections", [(.finished(25, .deferred), [])]),
        PlanCase(
            "mute for long",
            isDone: false,
            [(.connected(25), []), (.greetingPatiencePassed, alternates)]
        ),
        PlanCase(
            "greeted in time: patience is over without effect",
            [(.connected(25), []), (.finished(25, .ready), []), (.greetingPatiencePassed, [])]
        ),
        PlanCase(
            "silent beside an alternate that answers: cut after three SYNs",
            [
                (.headStartPassed, alternates), (.connected(2525), []),
                (.silencePatiencePassed(25), [.cut(25)]), (.finished(25, .timeout), []),
                (.finished(2525, .ready), []), (.finished(587, .refused), []),
            ]
        ),
        PlanCase(
            "silent first, an alternate answers later: cut then",
            isDone: false,
            [
                (.headStartPassed, alternates), (.silencePatiencePassed(25), []),
                (.silencePatiencePassed(587), []), (.connected(2525), [.cut(25), .cut(587)]),
            ]
        ),
        PlanCase(
            "silent all: only the known path cuts them",
            isDone: false,
            [
                (.headStartPassed, alternates), (.silencePatiencePassed(25), []),
                (.silencePatiencePassed(2525), []), (.pathKnown, [.cut(25), .cut(2525)]),
                (.silencePatiencePassed(587), [.cut(587)]),
            ]
        ),
        PlanCase(
            "a known path does not shorten the wait",
            isDone: false,
            [
                (.pathKnown, []), (.headStartPassed, alternates),
                (.silencePatiencePassed(25), [.cut(25)]),
            ]
        ),
        PlanCase(
            "a cut 25 that had too few SYNs out still starts the alternates",
            isDone: false,
            [
                (.pathKnown, []), (.silencePatiencePassed(25), [.cut(25)]),
                (.finished(25, .interrupted), alternates),
            ]
        ),
        PlanCase("the run ended: nothing new", [(.finished(25, .interrupted), [])]),
        PlanCase(
            "patience with one that is connected is not over",
            isDone: false,
            [(.pathKnown, []), (.connected(25), []), (.silencePatiencePassed(25), [])]
        ),
        PlanCase(
            "a refusal by an alternate is no sign of life",
            isDone: false,
            [
                (.headStartPassed, alternates), (.silencePatiencePassed(25), []),
                (.finished(587, .refused), []),
            ]
        ),
        PlanCase(
            "all ports at once",
            triesAll: true,
            begins: [.start(25), .start(2525), .start(587)],
            isDone: false,
            [(.headStartPassed, []), (.finished(25, .ready), [])]
        ),
        PlanCase(
            "ports without 25",
            ports: [587, 465],
            begins: [.start(587), .start(465)],
            [(.headStartPassed, []), (.finished(587, .ready), []), (.finished(465, .timeout), [])]
        ),
        PlanCase(
            "no port at all",
            ports: [],
            begins: [],
            [(.headStartPassed, []), (.pathKnown, [])]
        ),
        PlanCase(
            "events of a port that is not planned",
            isDone: false,
            [(.connected(26), []), (.finished(26, .ready), []), (.silencePatiencePassed(26), [])]
        ),
    ]

    @Test(arguments: cases)
    func course(_ row: PlanCase) {
        var plan = AddressPlan(ports: row.ports, triesAll: row.triesAll)
        #expect(plan.begin() == row.begins)
        for (event, actions) in row.steps { #expect(plan.handle(event) == actions, "\(event)") }
        #expect(plan.isDone == row.isDone)
    }

    @Test(
        "25 that fails starts the alternates at once",
        arguments: Outcome.allCases.filter { ![.ready, .deferred, .interrupted].contains($0) }
    )
    func failure(outcome: Outcome) {
        var plan = AddressPlan(ports: [25, 2525, 587], triesAll: false)
        _ = plan.begin()
        #expect(plan.handle(.finished(25, outcome)) == Self.alternates)
        #expect(plan.handle(.headStartPassed).isEmpty)
    }

    @Test("Whatever happens, a port starts once and the plan ends", arguments: 0..<500)
    func anyCourse(seed: Int) {
        var random = SeededGenerator(seed: seed)
        var ports = [UInt16](
            [2525, 587, 465, 26].shuffled(using: &random).prefix(.random(in: 0...4, using: &random))
        )
        if Int.random(in: 0..<5, using: &random) > 0 { ports.insert(25, at: 0) }
        let triesAll = Int.random(in: 0..<5, using: &random) == 0
        var plan = AddressPlan(ports: ports, triesAll: triesAll)
        var started: Set<UInt16> = []
        var connected: Set<UInt16> = []
        var finished: Set<UInt16> = []
        var isSettled = false
        func obey(_ actions: [AddressPlan.Action]) {
            for action in actions {
                switch action {
                case .start(let port):
                    #expect(started.insert(port).inserted, "port \(port) twice")
                    #expect(ports.contains(port))
                    #expect(!isSettled, "25 answered for good")
                case .cut(let port), .drop(let port):
                    #expect(
                        started.contains(port) && !finished.contains(port),
                        "port \(port) is not under way"
                    )
                }
            }
        }
        obey(plan.begin())
        var timers: [AddressPlan.Event] = [.headStartPassed, .greetingPatiencePassed, .pathKnown]
        timers += ports.map { .silencePatiencePassed($0) }
        while !plan.isDone || (Bool.random(using: &random) && !timers.isEmpty) {
            let open = started.subtracting(finished).sorted()
            if !timers.isEmpty, Bool.random(using: &random) || open.isEmpty {
                let timer = timers.remove(at: .random(in: 0..<timers.count, using: &random))
                obey(plan.handle(timer))
                continue
            }
            guard let port = open.randomElement(using: &random) else { break }
            if !connected.contains(port), Bool.random(using: &random) {
                connected.insert(port)
                obey(plan.handle(.connected(port)))
                continue
            }
            let outcome = Outcome.allCases.randomElement(using: &random) ?? .timeout
            finished.insert(port)
            if port == 25, outcome == .ready || outcome == .deferred, !triesAll { isSettled = true }
            obey(plan.handle(.finished(port, outcome)))
        }
        #expect(plan.isDone)
        for port in started.subtracting(finished).sorted() {
            obey(plan.handle(.finished(port, .interrupted)))
        }
        #expect(plan.isDone, "late results change nothing")
    }
}
