import ProbeModel

/// What one control showed, for a letter.
enum LetterControl {
    /// Two lines: port 25, and the port that it was compared with where one was asked.
    static func lines(_ control: ControlObservation) -> [String] {
        var lines = ["port \(Endpoint.smtpPort): \(smtp(control))"]
        if let reference = control.reference {
            let result = reference.outcome.isConnected ? "answers" : OutcomeText.describe(reference)
            lines.append("port \(control.referencePort): \(result)")
        }
        return lines
    }

    private static func smtp(_ control: ControlObservation) -> String {
        guard let probe = control.probe else { return "not asked" }
        guard control.attempts.allSatisfy({ $0.outcome == .timeout }) else {
            return OutcomeText.describe(probe)
        }
        let count = control.attempts.map { max($0.synsSent, 1) }.reduce(0, +)
        return "no answer to \(count) SYN\(count == 1 ? "" : "s")"
    }
}
