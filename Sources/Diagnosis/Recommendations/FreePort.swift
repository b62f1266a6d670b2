import ProbeModel

/// A port that a mail host may open for this machine, because mail can be expected to get there.
///
/// Not one that something else of the host has, nor one that the provider is known to stop or that went unanswered
/// on the way: a host that opened it would hear nothing.
struct FreePort: Hashable, Sendable {
    let port: UInt16

    /// Why it is this one, where that needs a word.
    let note: String?

    /// Ports that mail servers listen on besides their own, by custom.
    private static let customary: [UInt16] = [2525, 26]

    /// A port that no service is registered for.
    private static let lastResort: UInt16 = 10025

    /// Ports at which clients log in, on mail servers that have any.
    private static let loginPorts: Set<UInt16> = [587, Endpoint.implicitTLSPort]

    /// The first customary port that may serve, else one on which controls answered, else one that nobody has tried.
    ///
    /// - Parameters:
    ///   - host: The host.
    ///   - ports: The ports of the domain's hosts that let a connection through.
    ///   - advice: The case.
    /// - Returns: The port; `nil` where each went unanswered.
    static func find(
        at host: DomainName,
        ports: [AlternatePort],
        _ advice: AdviceCase
    ) -> FreePort? {
        let path = PathPorts(advice)
        let taken = Set(ports.filter { $0.host == host }.map(\.port))
        let useless = taken.union(path.stopped).union([Endpoint.smtpPort])
        if let port = customary.first(where: { !useless.contains($0) }) {
            return FreePort(port: port, note: nil)
        }
        let unanswered = customary.filter(path.stopped.contains).sorted()
        let passed = path.passed.subtracting(useless).subtracting(loginPorts)
        if let port = passed.min() {
            return FreePort(
                port: port,
                note: note(unanswered) + "port \(port) of controls answers, so it gets through; "
                    + "nothing else may listen on it at \(host)"
            )
        }
        guard !useless.contains(lastResort) else { return nil }
        return FreePort(
            port: lastResort,
            note: note(unanswered)
                + "whether port \(lastResort) gets through is not known before somebody listens there"
        )
    }

    private static func note(_ unanswered: [UInt16]) -> String {
        guard !unanswered.isEmpty else { return "" }
        let ports = unanswered.map(String.init).asList
        return unanswered.count == 1
            ? "port \(ports) goes unanswered as well, be it on the way or at the host; "
            : "ports \(ports) go unanswered as well, be it on the way or at the host; "
    }
}

/// The ports other than 25 that get through to some host, and those that do not, as far as they were tried.
struct PathPorts: Hashable, Sendable {
    /// Ports of controls that answer in every family in which 25 is in trouble on the way and they were tried.
    let passed: Set<UInt16>

    /// Ports that nobody answers, or that the provider is known to stop.
    let stopped: Set<UInt16>

    init(_ advice: AdviceCase) {
        var passed: Set<UInt16> = []
        var failed: Set<UInt16> = []
        for report in advice.reports where report.verdict.isElsewhere {
            let references = report.controls.flatMap(\.referenceAttempts)
            let through = Set(references.filter(\.isConnected).map(\.endpoint.port))
            // A reset says that nothing listens, which is what a free port says.
            let own = advice.observation.probes.filter { probe in
                probe.endpoint.address.family == report.family && !probe.isConnected
                    && probe.outcome.isFailedConnect && probe.outcome != .refused
            }
            let atControls = report.controls.filter(\.connectsOnReference)
                .flatMap(\.referenceAttempts).filter(\.outcome.isFailedConnect)
            passed.formUnion(through)
            failed.formUnion(Set((own + atControls).map(\.endpoint.port)).subtracting(through))
        }
        self.passed = passed.subtracting(failed)
        stopped = failed.union(advice.provider?.blockedPorts ?? [])
    }
}
