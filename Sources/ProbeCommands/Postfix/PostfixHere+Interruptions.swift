import PostfixModel
import PostfixSystem
import ProbeModel

extension PostfixHere {
    /// What interrupted changes have left, a sentence each; nothing is repaired.
    func interruptedChanges() async -> [String] {
        await BlockingWork.run { [self] in
            planTables(withOverlay: true).filter(isInterrupted).map { table in
                "a change of \(SafeText.escape(table.file ?? table.name)) was interrupted, or is under way: "
                    + "'mxprobe transport apply' or 'revert' first completes it or takes it back"
            }
        }
    }

    /// Whether a change of a table was interrupted and not repaired yet.
    func isInterrupted(_ table: PlanTable) -> Bool {
        guard TableSpecification(table.name).editingObstacle == nil else { return false }
        return (try? transaction(of: table).isInterrupted()) ?? false
    }
}
