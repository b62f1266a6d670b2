import ProbeModel

/// Says `open` where a control or a domain's own mail host answers on 25 and is the host asked for.
///
/// Where neither certificate nor greeting says who answers, the cheap signs must speak for it: nobody
/// answers at the documentation address, and the handshake does not come from nearer than the host is.
enum OpenRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        let answers = answers(observation)
        if let proof = answers.first(where: { $0.authenticity == .certified })
            ?? answers.first(where: { $0.authenticity == .named })
        {
            return EgressOpinion(
                verdict: .open,
                confidence: .conclusive,
                evidence: [proof.evidence]
            )
        }
        guard let answer = answers.first(where: { $0.authenticity != .foreign }) ?? answers.first,
            canarySpeaksForIt(observation) || distanceSpeaksForIt(observation),
            observation.traces.allSatisfy({ TraceComparison($0)?.connectedNearer == nil })
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

    /// A canary that was tried and that nobody answered while the host did.
    private static func canarySpeaksForIt(_ observation: EgressObservation) -> Bool {
        guard let canary = observation.canary else { return false }
        return canary.outcome.isFailedConnect || canary.outcome == .interrupted
    }

    private static func distanceSpeaksForIt(_ observation: EgressObservation) -> Bool {
        observation.traces.contains { pair in
            guard let comparison = TraceComparison(pair) else { return false }
            return pair.smtp.connectedDistance == comparison.hostDistance
        }
    }
}
