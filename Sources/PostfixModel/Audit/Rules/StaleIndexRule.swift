import ProbeModel

/// Indexes that are older than their source: Postfix goes by entries that nobody sees.
enum StaleIndexRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.tables.compactMap { table in
            guard let source = table.source?.facts, let path = table.specification.sourcePath,
                table.indexes.compactMap(\.facts).contains(where: {
                    $0.modifiedAt < source.modifiedAt
                })
            else { return nil }
            let name = table.specification.type + ":" + path
            return AuditFinding(
                .indexStale,
                .warning,
                subject: SafeText.escape(table.specification.text),
                place: FilePlace(file: path),
                message: "\(SafeText.escape(path)) was changed after its index was made.",
                cure: "Run postmap \(SafeText.escape(name))."
            )
        }
    }
}
