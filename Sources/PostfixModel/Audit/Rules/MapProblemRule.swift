import ProbeModel
import TransportMap

/// Lines that Postfix ignores, or takes otherwise than they look.
enum MapProblemRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.tables.flatMap { table -> [AuditFinding] in
            guard let map = table.map else { return [] }
            let found = map.problems.map { finding($0, table) }
            let isRefused = table.specification.type == "texthash" && map.firstDuplicate != nil
            return found + (isRefused ? [refused(table)] : [])
        }
    }

    private static func finding(_ problem: MapProblem, _ table: AuditTable) -> AuditFinding {
        let path = table.specification.sourcePath
        let (id, cure): (AuditFindingID, String) =
            switch problem.kind {
            case .duplicate:
                (.entryDuplicate, "Keep the entry that is meant, and take the other out.")
            case .colonAfterKey: (.entryColon, "Take the colon away.")
            case .continuesNothing, .notUTF8, .unbalancedQuote, .missingValue:
                (.entryIgnored, "Correct the line, or make it a comment.")
            }
        return AuditFinding(
            id,
            .warning,
            subject: SafeText.escape(table.specification.text),
            place: path.map { FilePlace(file: $0, line: problem.line) },
            message: "\(path.map { SafeText.escape($0) + ", " } ?? "")\(problem).",
            cure: cure
        )
    }

    private static func refused(_ table: AuditTable) -> AuditFinding {
        let name = SafeText.escape(table.specification.text)
        return AuditFinding(
            .texthashRefused,
            .critical,
            subject: name,
            place: table.specification.sourcePath.map { FilePlace(file: $0) },
            message: "Postfix refuses all of \(name) because a pattern is repeated in it.",
            cure: "Take the repeated entries out."
        )
    }
}
