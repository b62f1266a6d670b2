import ProbeModel

/// One kind of sign that somebody else answers on port 25: where it was seen first, and whose hosts show it.
struct InterceptionSign: Hashable, Sendable {
    let evidence: Evidence
    let operators: Set<String>

    /// What lies behind it where it is innocent: another machine behind the port shows in name and certificate alike.
    var cause: EvidenceID {
        evidence.id == .certificateForeign ? .greetingForeign : evidence.id
    }

    /// Whether hosts of two operators show it, which one host's oddity does not explain.
    var isShared: Bool { operators.count >= 2 }

    /// The signs that say that it is somebody else, and not merely that something is written over.
    static let contradictions: Set<EvidenceID> = [
        .traceConnectNearer, .greetingShared, .greetingForeign, .certificateForeign,
    ]

    /// Every sign in what was seen.
    static func all(_ observation: EgressObservation) -> [InterceptionSign] {
        let answers = SMTPAnswer.all(observation)
        return [
            nearer(observation), sharedGreeting(answers), foreignGreeting(answers),
            foreignCertificate(answers), masked(answers), mangled(answers),
            withoutStartTLS(observation),
        ].compactMap(\.self)
    }

    private init?(_ id: EvidenceID, _ seen: [(controlOperator: String, message: String)]) {
        guard let first = seen.first else { return nil }
        evidence = Evidence(id, first.message)
        operators = Set(seen.map(\.controlOperator))
    }

    private static func nearer(_ observation: EgressObservation) -> InterceptionSign? {
        InterceptionSign(
            .traceConnectNearer,
            observation.traces.compactMap { pair in
                guard let comparison = TraceComparison(pair), let near = comparison.connectedNearer
                else { return nil }
                let control = observation.controls.first { $0.address == pair.smtp.address }
                return (
                    control?.controlOperator ?? Control.operatorName(of: pair.host),
                    "port 25 of \(pair.smtp.address) is answered \(near) hops away, port \(pair.reference.port) "
                        + "\(comparison.hostDistance) hops away"
                )
            }
        )
    }

    /// Unrelated operators' hosts that call themselves by one name, and by another on their reference ports.
    private static func sharedGreeting(_ answers: [SMTPAnswer]) -> InterceptionSign? {
        var operators: [DomainName: Set<String>] = [:]
        for answer in answers where !isHostedElsewhere(answer) {
            for name in answer.probes.flatMap(ServerName.said)
            where !answer.saidThere.contains(name) {
                operators[name, default: []].insert(answer.controlOperator)
            }
        }
        guard
            let shared = operators.filter({ $0.value.count >= 2 })
                .min(by: { $0.key < $1.key })
        else { return nil }
        let message =
            "hosts of \(shared.value.count) operators (\(shared.value.sorted().joined(separator: ", "))) "
            + "all call themselves \(shared.key) on port 25"
        return InterceptionSign(.greetingShared, shared.value.map { ($0, message) })
    }

    /// Whether a mail host may well bear another's name, because another's it is, and nothing speaks against that.
    private static func isHostedElsewhere(_ answer: SMTPAnswer) -> Bool {
        answer.isMailHost && answer.saidThere.isEmpty
    }

    private static func foreignGreeting(_ answers: [SMTPAnswer]) -> InterceptionSign? {
        InterceptionSign(
            .greetingForeign,
            answers.compactMap { answer in
                guard let reference = answer.reference else { return nil }
                let probe = answer.probes.first {
                    Authenticity.judge($0, names: answer.names, reference: reference) == .foreign
                }
                guard let probe else { return nil }
                let said = ServerName.said(by: probe).sorted().map(\.ascii).joined(separator: ", ")
                return (
                    answer.controlOperator,
                    "\(answer.host) calls itself \(said) on port 25, and otherwise on port "
                        + "\(reference.endpoint.port)"
                )
            }
        )
    }

    /// A certificate on 25 that names somebody else, where the one on the reference port names the host.
    private static func foreignCertificate(_ answers: [SMTPAnswer]) -> InterceptionSign? {
        InterceptionSign(
            .certificateForeign,
            answers.compactMap { answer in
                guard let reference = answer.reference, let there = reference.tls,
                    there.verified || CertificateName.isCovered(there.names, answer.names),
                    let tls = answer.probes.compactMap(\.tls).first,
                    !answer.probes.contains(where: { $0.tls?.verified == true }),
                    let name = CertificateName.foreign(tls.names, to: answer.names)
                else { return nil }
                return (
                    answer.controlOperator,
                    "\(answer.host) shows a certificate for \(name) on port 25, and its own on port "
                        + "\(reference.endpoint.port)"
                )
            }
        )
    }

    private static func masked(_ answers: [SMTPAnswer]) -> InterceptionSign? {
        InterceptionSign(
            .greetingMasked,
            answers.flatMap { answer in
                answer.probes.compactMap(\.greeting).filter(\.isMaskedGreeting).map {
                    (answer.controlOperator, "\(answer.host) greets with \($0.summary)")
                }
            }
        )
    }

    private static func mangled(_ answers: [SMTPAnswer]) -> InterceptionSign? {
        InterceptionSign(
            .startTLSMangled,
            answers.filter { $0.probes.contains(where: \.clearCapabilities.hasMangledStartTLS) }
                .map {
                    (
                        $0.controlOperator,
                        "\($0.host) offers a mangled keyword in place of STARTTLS"
                    )
                }
        )
    }

    private static func withoutStartTLS(_ observation: EgressObservation) -> InterceptionSign? {
        InterceptionSign(
            .startTLSMissing,
            observation.connectingControls.filter { control in
                guard let reference = control.reference,
                    reference.clearCapabilities.offers("STARTTLS"),
                    let probe = control.attempts.first(where: {
                        $0.outcome == .ready && !$0.usedHELO
                    })
                else { return false }
                return !probe.clearCapabilities.offers("STARTTLS")
            }.map { control in
                (
                    control.controlOperator,
                    "\(control.host) offers STARTTLS on port \(control.referencePort) and not on port 25"
                )
            }
        )
    }
}
