package import AlertPolicy

/// What a run wants remembered of one subject.
package struct SubjectChange: Hashable, Sendable {
    /// The subject.
    package var subject: Subject
    /// What the run concluded; `nil` where it did not look.
    package var verdict: RunVerdict?
    /// The new state; `nil` where it stays as it was.
    package var state: SubjectState?

    /// Creates a change.
    package init(_ subject: Subject, verdict: RunVerdict?, state: SubjectState?) {
        self.subject = subject
        self.verdict = verdict
        self.state = state
    }
}
