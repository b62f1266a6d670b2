/// Everything that one run of `diagnose` has to say.
public struct DiagnosisReport: Hashable, Sendable {
    /// When, where and by which version.
    public var run: RunRecord
    /// This machine's port 25, per family; empty when it was not judged.
    public var egress: [EgressReport]
    /// The domains, in the order asked.
    public var domains: [DomainDiagnosis]

    /// Creates a report.
    public init(run: RunRecord, egress: [EgressReport], domains: [DomainDiagnosis]) {
        self.run = run
        self.egress = egress
        self.domains = domains
    }

    /// The worst severity of all domains; `unknown` when there are none.
    public var severity: Severity { domains.map(\.severity).max() ?? .unknown }
}
