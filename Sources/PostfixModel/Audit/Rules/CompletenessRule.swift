import ProbeModel

/// What the time did not suffice for: silence about it would be taken for a good word.
enum CompletenessRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        guard subject.unexamined > 0 else { return [] }
        let what =
            subject.unexamined == 1
            ? "1 domain or nexthop was" : "\(subject.unexamined) entries, domains and nexthops were"
        return [
            AuditFinding(
                .incomplete,
                .unknown,
                subject: "this audit",
                message: "The time was up before \(what) looked at.",
                cure: "Give it more time with --timeout."
            )
        ]
    }
}
