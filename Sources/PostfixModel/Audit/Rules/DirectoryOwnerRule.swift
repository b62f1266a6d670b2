import ProbeModel

/// Tables of root's in a directory that is another's: who owns the directory can put another
/// table in their place, which root's postmap then follows.
enum DirectoryOwnerRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.tables.compactMap { table in
            guard let facts = table.source?.facts, let path = table.specification.sourcePath,
                facts.owner == 0, let other = facts.directoryOwner, other != 0
            else { return nil }
            let file = SafeText.escape(path)
            return AuditFinding(
                .directoryOwner,
                .warning,
                subject: SafeText.escape(table.specification.text),
                place: FilePlace(file: path),
                message:
                    "\(file) belongs to root, and its directory to user \(other).",
                cure: "Move the table, or give it to the owner of its directory."
            )
        }
    }
}
