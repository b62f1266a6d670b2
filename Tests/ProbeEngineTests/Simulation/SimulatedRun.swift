import Diagnosis
import ProbeModel
import TestSupport

@testable import ProbeEngine

/// A run of the engine over a simulated network, as a list of things that become known one after another.
///
/// It keeps to the engine's order of events: controls with their twins, a trace to the first two, rounds
/// while loss leaves a doubt, and an end as soon as the rules are sure.
struct SimulatedRun {
    private var network: SimulatedNetwork
    private(set) var observation = EgressObservation(family: .ipv4)
    /// Every verdict that was reached on the way, the last one included.
    private(set) var verdicts: [EgressReport] = []
    private var domainProbes: [ProbeObservation] = []
    private var plans: [ControlPlan] = []
    private var mailHosts: [(end: Double, seen: MailHostObservation)] = []
    private var traces: [(end: Double, pair: TracePair)] = []

    static let maximumRounds = 3
    private static let maximumControls = 4
    private static let headStart = 0.3

    init(_ network: SimulatedNetwork) { self.network = network }

    /// The sessions with one control in one round, and when port 25 is given up.
    private struct ControlPlan {
        let index: Int
        var attempts: [SimulatedSession]
        var references: [SimulatedSession]
        let earlier: ControlObservation?
        let end: Double
        let cutAt: Double
    }

    /// Runs to the end and judges.
    mutating func run() -> EgressReport {
        askMailHosts()
        observation.canary = ProbeObservation(
            endpoint: Endpoint(address: IPAddress(ipv4: 0xc000_0201), port: Endpoint.smtpPort),
            outcome: .timeout
        )
        observation.unsentSYNs = network.unsentNoise
        if !network.canTrace { observation.traceProblem = "the kernel does not tell" }
        var start = Self.headStart
        for round in 1...Self.maximumRounds {
            plans = network.controls.prefix(Self.maximumControls).indices.map {
                plan($0, at: start)
            }
            if round == 1, network.canTrace {
                for host in network.controls.prefix(2) {
                    traces.append(
                        (start + SimulatedNetwork.traceTime, network.trace(host, at: start))
                    )
                }
            }
            start = play()
            let report = EgressDiagnoser.judge(observation)
            guard report.verdict == .inconclusive || report.confidence == .likely,
                observation.controls.contains(where: {
                    $0.connectsOnReference && !$0.connectsOnSMTP
                })
            else { break }
        }
        show(until: .infinity)
        let report = EgressDiagnoser.judge(observation)
        verdicts.append(report)
        return report
    }

    /// The verdict for a domain served by the mail hosts.
    func diagnosis(_ report: EgressReport) throws -> DomainDiagnosis? {
        guard let domain = DomainName("domain1.test") else { return nil }
        let hosts = network.mailHosts.map { host in
            var found = MXHost(preference: 10, exchange: DNSName(host.name))
            found.addressLookups = [
                Lookup(
                    question: Question(name: host.name, type: .a),
                    status: .found,
                    records: [.address(host.address)]
                )
            ]
            return found
        }
        let lookup = Lookup(question: Question(name: domain, type: .mx), status: .found)
        let resolution = MXResolution(domain: domain, mxLookup: lookup, source: .mx, hosts: hosts)
        let seen = DomainObservation(
            resolution: resolution,
            probes: domainProbes,
            usableFamilies: [.ipv4]
        )
        return DomainDiagnoser.diagnose(seen, egress: [report])
    }

    /// Tries port 25 of the domain's own hosts, and another port when 25 is late.
    private mutating func askMailHosts() {
        for host in network.mailHosts {
            var smtp = network.session(host, Endpoint.smtpPort, at: 0, greetingLimit: 60)
            for _ in 1..<RepeatingProber.attempts
            where [.refused, .unreachable, .prohibited].contains(smtp.observation.outcome)
                && smtp.end < 0.9
            {
                let again = smtp.end + 0.06
                smtp = network.session(host, Endpoint.smtpPort, at: again, greetingLimit: 60)
            }
            var alternates: [SimulatedSession] = []
            if smtp.end > Self.headStart || !smtp.observation.outcome.speaksSMTP {
                let other = network.session(
                    host,
                    587,
                    at: min(smtp.end, Self.headStart),
                    greetingLimit: 60
                )
                alternates.append(other)
                if network.canTrace, let time = other.connectedAt,
                    time < smtp.connectedAt ?? .infinity
                {
                    traces.append(
                        (time + SimulatedNetwork.traceTime, network.trace(host, at: time))
                    )
                }
            }
            let alive = alternates.compactMap(\.connectedAt).min() ?? .infinity
            let end = smtp.connectedAt == nil ? min(smtp.end, max(3.5, alive)) : smtp.end
            guard let probe = smtp.ended(at: end) else { continue }
            let others = alternates.map(\.observation)
            domainProbes += [probe] + others
            let seen = MailHostObservation(names: [host.name], probe: probe, alternates: others)
            mailHosts.append((max(end, alternates.map(\.end).max() ?? end), seen))
        }
    }

    /// Plans a round of one control as `ControlProbe` does.
    private mutating func plan(_ index: Int, at start: Double) -> ControlPlan {
        let host = network.controls[index]
        var first = network.session(host, Endpoint.smtpPort, at: start, greetingLimit: 8)
        var references = [network.session(host, 587, at: start, greetingLimit: 8)]
        for offset in [1.1, 2.2] where first.end > start + offset {
            references.append(network.session(host, 587, at: start + offset, greetingLimit: 8))
        }
        let cutAt = silenceKnown(start, references)
        if first.end > cutAt, first.connectedAt ?? .infinity > cutAt,
            let cut = first.ended(at: cutAt)
        {
            first = SimulatedSession(
                start: first.start,
                end: cutAt,
                sendTimes: first.sendTimes,
                connectedAt: nil,
                observation: cut
            )
        }
        var attempts = [first]
        while let last = attempts.last, last.end < start + 2.2,
            ControlProbe.isWorthRepeating(last.observation.outcome, attempt: attempts.count)
        {
            let time = last.end + 0.06
            if attempts.count % 2 == 0 {
                references.append(network.session(host, 587, at: time, greetingLimit: 8))
            }
            attempts.append(
                network.session(host, Endpoint.smtpPort, at: time, greetingLimit: 8)
            )
        }
        let last = attempts.map(\.end).max() ?? start
        // Where 25 fails, it is enough to know that the reference port connects.
        let answered = references.map { $0.connectedAt ?? $0.end }.min() ?? last
        let spoke = references.filter { $0.connectedAt != nil }.map(\.end).min() ?? last
        let isConnected = attempts.contains { $0.connectedAt != nil }
        let end = max(last, isConnected ? spoke : answered + 0.5)
        return ControlPlan(
            index: index,
            attempts: attempts,
            references: references,
            earlier: observation.controls.first { $0.address == host.address },
            end: end,
            cutAt: cutAt
        )
    }

    private func silenceKnown(_ start: Double, _ references: [SimulatedSession]) -> Double {
        var waited = 3.25
        while waited < 10 {
            let times = references.filter { $0.end <= start + waited }.compactMap { session in
                session.connectedAt.map { $0 - session.start }
            }
            if let slowest = times.max(), waited >= slowest * 2 + 2.2 { break }
            waited += 0.25
        }
        return start + waited
    }

    /// Lets a round happen, judging whenever there is more to know; tells when it is over.
    private mutating func play() -> Double {
        let over = plans.map(\.end).max() ?? 0
        let sessions = plans.flatMap { $0.attempts + $0.references }
        let times = sessions.map(\.end) + traces.map(\.end)
        for time in Set(times.filter { $0 < over }).sorted() {
            show(until: time)
            let report = EgressDiagnoser.judge(observation)
            verdicts.append(report)
            guard report.confidence == .conclusive else { continue }
            // The rest is cut short, and what that leaves behind is judged as well.
            show(until: time, isEnd: true)
            return time
        }
        let end = max(over, traces.map(\.end).max() ?? over)
        show(until: over, isEnd: true)
        return end
    }

    /// Writes down what is known at a time.
    private mutating func show(until time: Double, isEnd: Bool = false) {
        for plan in plans where !(time == .infinity) {
            let host = network.controls[plan.index]
            let limit = min(time, plan.end)
            func seen(_ sessions: [SimulatedSession]) -> [ProbeObservation] {
                sessions.filter { isEnd || plan.end <= time || $0.end <= limit }
                    .sorted { $0.end < $1.end }.compactMap { $0.ended(at: limit) }
            }
            observation.controls.removeAll { $0.address == host.address }
            observation.controls.append(
                ControlObservation(
                    host: host.name,
                    controlOperator: host.controlOperator,
                    address: host.address,
                    attempts: (plan.earlier?.attempts ?? []) + seen(plan.attempts),
                    referencePort: 587,
                    referenceAttempts: (plan.earlier?.referenceAttempts ?? [])
                        + seen(plan.references)
                )
            )
        }
        observation.traces = traces.filter { $0.end <= time }.map(\.pair)
        observation.mailHosts = mailHosts.filter { $0.end <= time }.map(\.seen)
    }
}
