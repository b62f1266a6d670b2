import ProbeModel

/// Tables whose files are not there or cannot be read: every lookup fails, and mail waits.
enum TableFileRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.tables.flatMap { table in
            let specification = table.specification
            let indexes = Array(zip(specification.indexPaths, table.indexes))
            guard indexes.isEmpty else {
                return indexes.compactMap { finding($0, $1, table, isIndex: true) }
                    + sourceOfIndex(table)
            }
            guard let path = specification.sourcePath, let source = table.source else { return [] }
            return finding(path, source, table, isIndex: false).map { [$0] } ?? []
        }
    }

    private static func finding(
        _ path: String,
        _ state: AuditFile,
        _ table: AuditTable,
        isIndex: Bool
    ) -> AuditFinding? {
        let file = SafeText.escape(path)
        let name = SafeText.escape(table.specification.text)
        let source = SafeText.escape(table.specification.type + ":" + table.specification.name)
        let cure =
            isIndex
            ? "Run postmap \(source)."
            : "Create \(file), or take \(name) out of transport_maps."
        switch state {
        case .present: return nil
        case .missing:
            return AuditFinding(
                .tableMissing,
                .critical,
                subject: name,
                place: FilePlace(file: path),
                message: "\(file) does not exist; Postfix defers all mail that it looks up there.",
                cure: cure
            )
        case .unreadable(let reason):
            return AuditFinding(
                .tableUnreadable,
                .unknown,
                subject: name,
                place: FilePlace(file: path),
                message: "\(file) could not be read: \(SafeText.escape(reason)).",
                cure: "See that Postfix, and whoever runs the audit, may read \(file)."
            )
        }
    }

    /// An index goes on without its source, until somebody wants to change it.
    private static func sourceOfIndex(_ table: AuditTable) -> [AuditFinding] {
        guard table.source == .missing, let path = table.specification.sourcePath,
            table.indexes.allSatisfy({ $0.facts != nil })
        else { return [] }
        let file = SafeText.escape(path)
        return [
            AuditFinding(
                .tableMissing,
                .warning,
                subject: SafeText.escape(table.specification.text),
                place: FilePlace(file: path),
                message: "\(file) does not exist, and Postfix goes on with the index made of it.",
                cure: "Bring the file back, as postmap -s prints it."
            )
        ]
    }
}
