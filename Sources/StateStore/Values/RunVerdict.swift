package import ProbeModel

/// What one run concluded about one subject, short enough to be kept for months.
package struct RunVerdict: Hashable, Sendable {
    /// The verdict's stable name: of a domain or of a family's egress.
    package var verdict: String

    /// How bad it is.
    package var severity: Severity

    /// One sentence, safe to print.
    package var summary: String

    /// A few facts behind it by name, such as the outcome of each port.
    package var facts: [String: String]

    /// The longest verdict that is kept, in bytes; the contract's are a third of it.
    package static let maximumVerdict = 48

    /// The longest summary that is kept, in bytes; a longer one is cut.
    package static let maximumSummary = 512

    /// The longest facts that are kept, in bytes of JSON; longer ones are left out.
    ///
    /// A hundred thousand subjects a run make every byte count.
    package static let maximumFacts = 2_048

    /// Creates a verdict.
    package init(
        verdict: String,
        severity: Severity,
        summary: String,
        facts: [String: String] = [:]
    ) {
        self.verdict = verdict
        self.severity = severity
        self.summary = summary
        self.facts = facts
    }
}
