import ProbeModel

/// Says `inconclusive`, and why no other rule could be sure.
enum InconclusiveRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion {
        let contradictions = InterceptionSign.all(observation).map(\.evidence)
            .filter { InterceptionSign.contradictions.contains($0.id) }
        return EgressOpinion(
            verdict: .inconclusive,
            evidence: contradictions.isEmpty ? [reason(observation)] : contradictions
        )
    }

    private static func reason(_ observation: EgressObservation) -> Evidence {
        if observation.isInterrupted {
            return Evidence(.interrupted, "the run ended before the controls had answered")
        }
        if let answer = SMTPAnswer.all(observation).first,
            !observation.smtpProbes.contains(where: \.outcome.isFailedConnect)
        {
            return Evidence(
                .answerUnproven,
                "port 25 of \(answer.host) answers, and nothing shows that it is that host which does"
            )
        }
        let comparable = observation.comparableControls
        if observation.controls.isEmpty {
            return Evidence(.controlsTooFew, "no control could be asked")
        }
        if comparable.operatorCount < 2 {
            return Evidence(
                .controlsTooFew,
                "only \(comparable.count) of \(observation.controls.count) controls answer on their reference ports; "
                    + "two of different operators are needed"
            )
        }
        let count = SYNCount(observation)
        return Evidence(
            .lossExplains,
            "port 25 failed on some attempts, and loss may explain it: \(count.unanswered) SYNs to port 25 unanswered, "
                + "\(count.answered) to reference ports answered, \(count.lost) lost"
        )
    }
}
