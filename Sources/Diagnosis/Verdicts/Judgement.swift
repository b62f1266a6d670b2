import ProbeModel

/// A verdict, how bad it is, and the sentence that gives it to a person.
struct Judgement: Hashable, Sendable {
    /// The one-word answer.
    let verdict: Verdict
    /// How bad it is.
    let severity: Severity
    /// The answer in one sentence, safe to print, without the domain's name.
    let summary: String

    /// Creates a judgement as bad as its verdict, unless told otherwise.
    init(_ verdict: Verdict, _ summary: String, severity: Severity? = nil) {
        self.verdict = verdict
        self.severity = severity ?? verdict.severity
        self.summary = summary
    }
}
