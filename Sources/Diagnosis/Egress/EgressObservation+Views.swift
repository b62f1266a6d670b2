import ProbeModel

extension EgressObservation {
    /// The controls whose reference port answers, so that their silence on 25 says something.
    var comparableControls: [ControlObservation] { controls.filter(\.connectsOnReference) }

    /// The comparable controls that fail on 25 on every attempt that came to an end.
    var failingControls: [ControlObservation] {
        comparableControls.filter { control in
            let ended = control.endedAttempts
            return !control.connectsOnSMTP && !ended.isEmpty
                && ended.allSatisfy { $0.outcome.isFailedConnect }
        }
    }

    /// The controls that let a connection to 25 through.
    var connectingControls: [ControlObservation] { controls.filter(\.connectsOnSMTP) }

    /// Whether anything on port 25 was answered by a handshake, be it in a trace or cut short afterwards.
    var hasSMTPConnection: Bool {
        smtpProbes.contains(where: \.isConnected)
            || traces.contains { $0.smtp.connectedDistance != nil }
    }

    /// Every session with port 25, whoever's.
    var smtpProbes: [ProbeObservation] { controls.flatMap(\.attempts) + mailHosts.map(\.probe) }

    /// Every connection to another port.
    var referenceProbes: [ProbeObservation] {
        controls.flatMap(\.referenceAttempts) + mailHosts.flatMap(\.alternates)
    }
}

extension ControlObservation {
    /// The attempts on 25 that were not cut short, which alone say something.
    var endedAttempts: [ProbeObservation] { attempts.filter { $0.outcome != .interrupted } }

    /// The connections to the port that serves for comparison.
    var comparisons: [ProbeObservation] {
        referenceAttempts.filter { $0.endpoint.port == referencePort }
    }

    /// Those that say how often such a connection fails.
    ///
    /// Where other ports were tried as well, this one was chosen because it connected; that
    /// connection would be counted unfairly.
    var fairReferences: [ProbeObservation] {
        let comparisons = comparisons
        guard comparisons.count < referenceAttempts.count,
            let choice = comparisons.firstIndex(where: \.isConnected)
        else { return comparisons }
        return Array(comparisons[..<choice]) + comparisons[(choice + 1)...]
    }
}

extension Outcome {
    /// Whether something answered that the connection is not to be.
    var isRefusal: Bool { self == .refused || self == .unreachable || self == .prohibited }

    /// Whether no connection came about for a reason that a filter on the way can have.
    var isFailedConnect: Bool {
        switch self {
        case .refused, .timeout, .unreachable, .prohibited: return true
        case .ready, .deferred, .rejected, .deniedLocally, .noRoute, .reset, .closed, .silent,
            .notSMTP, .tlsFailed, .interrupted:
            return false
        }
    }
}

extension Sequence where Element == ControlObservation {
    /// How many operators run these controls.
    var operatorCount: Int { Set(map(\.controlOperator)).count }

    /// The hosts' names, each once, for a sentence.
    var hostList: String {
        var seen: Set<DomainName> = []
        return map(\.host).filter { seen.insert($0).inserted }.map(\.ascii).joined(separator: ", ")
    }
}
