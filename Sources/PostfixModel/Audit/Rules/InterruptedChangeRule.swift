import ProbeModel

/// Changes by mxprobe that were interrupted: text and index may not belong together.
enum InterruptedChangeRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.tables.compactMap { table in
            guard table.isInterrupted, let path = table.specification.sourcePath else { return nil }
            return AuditFinding(
                .changeInterrupted,
                .warning,
                subject: SafeText.escape(table.specification.text),
                place: FilePlace(file: path),
                message:
                    "A change of \(SafeText.escape(path)) by mxprobe was interrupted, or is under way.",
                cure:
                    "Run mxprobe transport apply or revert, which first completes it or takes it back."
            )
        }
    }
}
