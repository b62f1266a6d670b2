import ProbeModel

/// A verdict and the sentence that gives it to a person.
struct Judgement: Hashable, Sendable {
    /// The one-word answer.
    let verdict: Verdict
    /// The answer in one sentence, safe to print, without the domain's name.
    let summary: String

    init(_ verdict: Verdict, _ summary: String) {
        self.verdict = verdict
        self.summary = summary
    }
}
