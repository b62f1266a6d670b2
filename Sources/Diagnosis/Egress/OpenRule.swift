import ProbeModel

/// Says `open` where a control or a domain's own mail host answers on 25 and is the host asked for.
///
/// Where neither certificate nor greeting says who answers, the distance must speak for it: the handshake comes from
/// as far away as that of the reference port. That nobody answers at the documentation address proves nothing, because
/// routers filter such addresses. Signs of somebody else at hosts of two operators rule it out, but for
/// a verified certificate; without a name of its own any sign does.
enum OpenRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        let answers = answers(observation)
        let signs = InterceptionSign.all(observation)
        let certified = answers.first { $0.authenticity == .certified }
        let named = answers.first { $0.authenticity == .named }
        if let proof = certified ?? (signs.contains(where: \.isShared) ? nil : named) {
            return EgressOpinion(
                verdict: .open,
                confidence: .conclusive,
                evidence: [proof.evidence]
            )
        }
        guard signs.isEmpty, distanceSpeaksForIt(observation),
            let answer = answers.first(where: { $0.authenticity == .unknown })
        else { return nil }
        return EgressOpinion(verdict: .open, confidence: .likely, evidence: [answer.evidence])
    }

    private struct Answer {
        let authenticity: Authenticity
        let evidence: Evidence
    }

    private static func answers(_ observation: EgressObservation) -> [Answer] {
        let controls = observation.controls.flatMap { control in
            control.attempts.filter(\.outcome.speaksSMTP).map { probe in
                Answer(
                    authenticity: .judge(
                        probe,
                        names: [control.host],
                        reference: control.reference
                    ),
                    evidence: Evidence(.controlsAnswer, sentence(probe, host: control.host))
                )
            }
        }
        let hosts = observation.mailHosts.filter(\.probe.outcome.speaksSMTP).compactMap { host in
            host.names.first.map { name in
                Answer(
                    authenticity: .judge(
                        host.probe,
                        names: host.names,
                        reference: host.alternates.first
                    ),
                    evidence: Evidence(.mailHostAnswers, sentence(host.probe, host: name))
                )
            }
        }
        return hosts + controls
    }

    private static func sentence(_ probe: ProbeObservation, host: DomainName) -> String {
        let who: String
        if let tls = probe.tls, tls.verified {
            who = "with a verified certificate"
        } else if let greeting = probe.greeting {
            who = "and greets: \(greeting.summary)"
        } else {
            who = ""
        }
        return "\(host) (\(probe.endpoint.address)) answers on port 25 \(who)"
    }

    private static func distanceSpeaksForIt(_ observation: EgressObservation) -> Bool {
        observation.traces.contains { pair in
            guard let comparison = TraceComparison(pair) else { return false }
            return pair.smtp.connectedDistance == comparison.hostDistance
        }
    }
}
