/// Checks a backup MX as a whole.
public enum Audit {
    /// The rules, one a file.
    private static let rules: [@Sendable (AuditMaterial) -> [AuditFinding]] = [
        CompletenessRule.findings,
        TableTypeRule.findings, TableFileRule.findings, StaleIndexRule.findings,
        InterruptedChangeRule.findings, DirectoryOwnerRule.findings, MapProblemRule.findings,
        NamedTransportRule.findings,
        WrapperModeRule.findings, UnusableNexthopRule.findings, NexthopLoopRule.findings,
        NexthopMXRule.findings, RelayedMXRule.findings, EntryWithoutRelayRule.findings,
        RelayWithoutEntryRule.findings, RelayhostRule.findings, RecipientCheckRule.findings,
        PermitMXBackupRule.findings,
    ]

    /// What is found, the worst first.
    public static func findings(in subject: AuditSubject) -> [AuditFinding] {
        let material = AuditMaterial(subject)
        return rules.flatMap { $0(material) }.enumerated()
            .sorted { left, right in
                left.element.severity == right.element.severity
                    ? left.offset < right.offset : left.element.severity > right.element.severity
            }
            .map(\.element)
    }
}

/// One thing that an audit looks for.
protocol AuditRule {
    /// What is found.
    static func findings(in subject: AuditMaterial) -> [AuditFinding]
}
