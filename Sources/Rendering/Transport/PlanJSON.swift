import PostfixModel
import ProbeModel
import TransportMap

extension PlanReport {
    /// The name and major version of the format.
    package static let schema = "mxprobe.transport-plan/1"

    /// The report for machines, as JSON text that ends with a line break.
    ///
    /// - Parameter applied: Whether the plan was carried out.
    /// - Returns: One object; what is not known is `null`.
    package func json(applied: Bool) -> String {
        let document: JSONValue = [
            "schema": .text(Self.schema),
            "applied": .bool(applied),
            "domains": .array(plan.items.map(Self.value)),
            "maps": .array(plan.tables.map(Self.value)),
            "warnings": .texts(warnings),
            "commands": .texts(commands),
        ]
        return JSONWriter.text(document, layout: .pretty) + "\n"
    }

    private static func value(_ item: TransportPlan.Item) -> JSONValue {
        let (decision, reasons): (String, [String]) =
            switch item.decision {
            case .changed(let reason): ("changed", [reason])
            case .unchanged(let reasons): ("unchanged", reasons)
            case .refused(let reasons): ("refused", reasons)
            }
        return [
            "domain": .text(item.subject),
            "decision": .text(decision),
            "reasons": .texts(reasons),
        ]
    }

    private static func value(_ table: TransportPlan.TablePlan) -> JSONValue {
        let name = table.table.file ?? table.table.name
        return [
            "map": .text(table.table.name),
            "file": .text(table.table.file),
            "is_overlay": .bool(table.table.isOverlay),
            "domains": .array(table.domains.map { .text($0.ascii) }),
            "diff": .string(UnifiedDiff(of: table.edit, oldName: name, newName: name).safeText),
        ]
    }
}
