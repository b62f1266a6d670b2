package import AlertPolicy

/// What one run concluded about one subject.
package struct HistoryRow: Hashable, Sendable {
    /// The subject.
    package let subject: Subject
    /// The run.
    package let runID: String
    /// The start of the run, in seconds since 1970 (UTC).
    package let time: Int64
    /// What it concluded.
    package let verdict: RunVerdict
    /// The verdict of the run before; `nil` for the first one that is remembered.
    package let previousVerdict: String?

    /// Creates a row.
    package init(
        subject: Subject,
        runID: String,
        time: Int64,
        verdict: RunVerdict,
        previousVerdict: String?
    ) {
        self.subject = subject
        self.runID = runID
        self.time = time
        self.verdict = verdict
        self.previousVerdict = previousVerdict
    }
}
