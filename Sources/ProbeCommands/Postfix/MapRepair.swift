import PostfixModel
import PostfixSystem
import Settings
import TransportMap

/// Completes or takes back what an interrupted change of a map left, before anything is planned.
enum MapRepair {
    /// Repairs the tables of `transport_maps` and the overlay.
    ///
    /// - Returns: What was repaired, a sentence each.
    /// - Throws: Where another run is at work, or a repair fails.
    static func run(_ option: String?, _ settings: Settings) async throws -> [String] {
        let postfix = try await PostfixChoice.required(option, settings)
        let tables = await BlockingWork.run { postfix.planTables(withOverlay: true) }
        var repaired: [String] = []
        for table in tables where TableSpecification(table.name).editingObstacle == nil {
            do {
                let transaction = try postfix.transaction(of: table)
                let path = transaction.table.path
                switch try await transaction.recover() {
                case .nothing: break
                case .completed: repaired.append("completed an interrupted change of \(path)")
                case .rolledBack: repaired.append("took back an interrupted change of \(path)")
                case .superseded:
                    repaired.append("removed what an interrupted change of \(path) had left")
                }
            } catch let fault where fault.code == .missing {
                // A table that is not there has nothing to repair; the plan says so where it matters.
                continue
            } catch {
                throw CommandFailure(
                    messages: [error.summary],
                    hint: error.advice,
                    status: error.code == .busy ? ExitStatus.locked : ExitStatus.inputOutput
                )
            }
        }
        return repaired
    }
}
