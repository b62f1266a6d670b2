import ProbeModel

/// Tables without a type, or of a type that nobody knows: every lookup fails, and mail waits.
enum TableTypeRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.tables.compactMap { table in
            let specification = table.specification
            guard specification.storage == .unknown else { return nil }
            let text = SafeText.escape(specification.text)
            let hasType = !specification.type.isEmpty
            return AuditFinding(
                .tableType,
                hasType ? .warning : .critical,
                subject: text,
                place: subject.mainPlace,
                message: hasType
                    ? "\(text) in transport_maps is of a type that is not known here."
                    : "\(text) in transport_maps has no type, so that Postfix cannot open it.",
                cure: hasType
                    ? "See that postconf -m lists the type."
                    : "Write the type in front, as in hash:\(text)."
            )
        }
    }
}
