import ProbeModel

/// A host whose port 25 was answered, with what it may be held against.
struct SMTPAnswer: Hashable, Sendable {
    /// Who runs the host that was asked for.
    let controlOperator: String
    /// The host that was asked for.
    let host: DomainName
    /// The names that a genuine greeting or certificate may carry.
    let names: [DomainName]
    /// The sessions with port 25.
    let probes: [ProbeObservation]
    /// A session with another port of the same address in which SMTP was spoken.
    let reference: ProbeObservation?
    /// Whether a domain's own mail host was asked for, which may well be somebody else's machine.
    let isMailHost: Bool

    /// The names on the reference port; empty when it said none.
    var saidThere: Set<DomainName> { reference.map(ServerName.said) ?? [] }

    /// The answers of controls and of the domains' own mail hosts.
    static func all(_ observation: EgressObservation) -> [SMTPAnswer] {
        let controls = observation.connectingControls.map { control in
            SMTPAnswer(
                controlOperator: control.controlOperator,
                host: control.host,
                names: [control.host],
                probes: control.attempts,
                reference: mostTelling(control.referenceAttempts),
                isMailHost: false
            )
        }
        let hosts = observation.mailHosts.compactMap { seen -> SMTPAnswer? in
            guard seen.probe.isConnected, let host = seen.names.first else { return nil }
            return SMTPAnswer(
                controlOperator: Control.operatorName(of: host),
                host: host,
                names: seen.names,
                probes: [seen.probe],
                reference: mostTelling(seen.alternates),
                isMailHost: true
            )
        }
        return controls + hosts
    }

    /// The session that shows most of who answers: one with a certificate, else one with a greeting.
    private static func mostTelling(_ probes: [ProbeObservation]) -> ProbeObservation? {
        let speaking = probes.filter(\.outcome.speaksSMTP)
        return speaking.first { $0.tls != nil } ?? speaking.first
    }
}
