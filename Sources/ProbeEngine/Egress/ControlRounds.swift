import ProbeModel
import Synchronization

/// Asks the controls of one family, each at its own pace, so that one that is down holds up nobody.
final class ControlRounds: Sendable {
    /// How many rounds each control is asked while loss leaves a doubt.
    static let maximumRounds = 3

    /// How long a control is let rest between two rounds, in which others may settle the matter.
    static let roundRest = Duration.milliseconds(100)

    /// How long sessions may go on to a proper end once the rules are sure.
    static let politeRest = Duration.milliseconds(500)

    private let family: AddressFamily
    private let tools: EgressTools
    private let record: EgressRecord
    private let onNews: @Sendable (ControlObservation) -> Void
    private let state = Mutex(State())

    private struct State {
        /// Runs since the first sign that something is wrong.
        var watch: Stopwatch?
        /// How long the first answer of a domain's own host took at most.
        var ownAnswer: Duration?
    }

    init(
        _ family: AddressFamily,
        tools: EgressTools,
        record: EgressRecord,
        onNews: @escaping @Sendable (ControlObservation) -> Void
    ) {
        self.family = family
        self.tools = tools
        self.record = record
        self.onNews = onNews
    }

    /// Takes note that something is wrong, and other ports of the domain's hosts are being tried.
    func begin() { state.withLock { $0.watch = Stopwatch(tools.clock) } }

    /// Asks all controls until the rules are sure or nothing more can be learnt.
    func run(isPrompted: Bool) async {
        let controls = await addresses()
        let watch = Stopwatch(tools.clock)
        let questions = controls.map { control, address in
            (address, Task { await ask(control, address, isPrompted: isPrompted) })
        }
        record.settled.onFire { [self] in end(questions, after: watch.elapsed()) }
        await withTaskCancellationHandler {
            for (_, question) in questions { await question.value }
        } onCancel: {
            for (_, question) in questions { question.cancel() }
        }
    }

    /// Takes note that a domain's own host answered on another port, which tells how long answers take here.
    func noteAnswer() {
        state.withLock { state in
            if state.ownAnswer == nil { state.ownAnswer = state.watch?.elapsed() }
        }
    }

    /// Ends what is under way: who has not answered for long at once, the others after a rest in which they may say QUIT.
    private func end(_ questions: [(IPAddress, Task<Void, Never>)], after elapsed: Duration) {
        let talking = Set(record.value.controls.filter(\.hasConnected).map(\.address))
        for (address, question) in questions
        where elapsed > ControlProbe.firstRepeat && !talking.contains(address) {
            question.cancel()
        }
        Task { [tools] in
            try? await tools.clock.sleep(for: Self.politeRest)
            for (_, question) in questions { question.cancel() }
        }
    }

    /// Asks one control, and again while loss leaves a doubt that it can help with.
    private func ask(_ control: Control, _ address: IPAddress, isPrompted: Bool) async {
        for round in 1...Self.maximumRounds {
            let isPrompted = isPrompted || round > 1
            await askOnce(control, address, isPrompted: isPrompted)
            // What others are about to show may settle the matter.
            guard round < Self.maximumRounds, !Task.isCancelled,
                isWorthAsking(control, address, again: isPrompted),
                (try? await tools.clock.sleep(for: Self.roundRest)) != nil,
                isWorthAsking(control, address, again: isPrompted)
            else { return }
        }
    }

    /// Whether another round with a control may tell more: it can be compared, or was not yet.
    private func isWorthAsking(
        _ control: Control,
        _ address: IPAddress,
        again wasPrompted: Bool
    ) -> Bool {
        let report = record.report
        guard report.verdict == .inconclusive || report.confidence == .likely,
            let known = known(control, address)
        else { return false }
        return known.connectsOnSMTP ? !wasPrompted : known.connectsOnReference
    }

    private func known(_ control: Control, _ address: IPAddress) -> ControlObservation? {
        record.value.controls.first { $0.host == control.host && $0.address == address }
    }

    private func askOnce(_ control: Control, _ address: IPAddress, isPrompted: Bool) async {
        let earlier = known(control, address)
        let chosen = earlier.flatMap { $0.connectsOnReference ? [$0.referencePort] : nil }
        let ports = Array(control.referencePorts.prefix(ControlProbe.maximumReferencePorts))
        var probe = ControlProbe(
            control: control,
            address: address,
            referencePorts: chosen ?? ports,
            prober: tools.prober,
            clock: tools.clock,
            settings: tools.settings,
            isPrompted: isPrompted
        )
        probe.slowestElsewhere = { [self] in slowestAnswer(without: address) }
        _ = await probe.run { [self] seen in
            let whole = earlier.map { seen.following($0) } ?? seen
            record.note { state in
                state.controls.removeAll { $0.host == seen.host && $0.address == seen.address }
                state.controls.append(whole)
                state.controls.sort { $0.host < $1.host }
            }
            onNews(whole)
        }
    }

    /// How long the slowest answer of any other host took; `nil` where none has answered.
    private func slowestAnswer(without address: IPAddress) -> Duration? {
        let others = record.value.controls.filter { $0.address != address }
        let times = others.flatMap { $0.attempts + $0.referenceAttempts }
            .compactMap(\.timings.connect)
        return (times + [state.withLock(\.ownAnswer)].compactMap(\.self)).max()
    }

    /// The first few controls that have an address of the family, with their first one.
    private func addresses() async -> [(Control, IPAddress)] {
        await withTaskGroup(of: (Int, Control, IPAddress?).self) { [family, tools] group in
            let known = tools.settings.controls.prefix(EgressTools.maximumLookups)
            for (index, control) in known.enumerated() {
                group.addTask {
                    (index, control, await tools.address(of: control.host, family))
                }
            }
            var found: [(Int, Control, IPAddress)] = []
            for await (index, control, address) in group {
                if let address { found.append((index, control, address)) }
            }
            return found.sorted { $0.0 < $1.0 }.prefix(EgressTools.maximumControls)
                .map { ($0.1, $0.2) }
        }
    }
}

extension ControlObservation {
    /// Whether any of its ports has connected.
    fileprivate var hasConnected: Bool {
        attempts.contains(where: \.isConnected) || referenceAttempts.contains(where: \.isConnected)
    }
}
