import PostfixModel
import PostfixSystem
import ProbeModel

extension MapChangeWork {
    /// Makes the change, and has Postfix take notice of it.
    ///
    /// Where a table cannot be changed, what was done before is completed all the same.
    ///
    /// - Returns: What was done, a sentence each.
    /// - Throws: Why a table or main.cf was not changed; what was done is told before.
    func carryOut(_ plan: TransportPlan, setUp: MainEdit?) async throws -> [String] {
        try checkPending(plan)
        var (changed, done, failure) = await change(plan.tables)
        if let setUp, changed.contains(where: \.table.isOverlay) {
            do {
                done.append(try await set(setUp))
            } catch {
                failure = failure ?? error
                // Nobody asks the overlay: its entries are of no effect yet.
                changed.removeAll(where: \.table.isOverlay)
                if !changed.isEmpty { done += await reload() }
            }
        } else if !changed.isEmpty {
            done += await reload()
        }
        if flushes { done += await flush(changed.flatMap(\.domains)) }
        guard let failure else { return done }
        for line in done { Console.note(line) }
        throw failure
    }

    /// Has Postfix take notice of what an interrupted run changed, and sends for the mail that waits for domains.
    ///
    /// - Returns: What was done, a sentence each.
    func takeNotice(_ domains: [DomainName]) async -> [String] {
        let told = await reload()
        return flushes ? told + (await flush(domains)) : told
    }

    /// Changes the tables in turn, up to one that cannot be changed.
    private func change(
        _ tables: [TransportPlan.TablePlan]
    ) async -> (changed: [TransportPlan.TablePlan], done: [String], failure: CommandFailure?) {
        var done: [String] = []
        for (number, table) in tables.enumerated() {
            do throws(MapFault) {
                let applied = try await postfix.transaction(of: table.table)
                    .apply(table.edit, rebuildsIndex: table.table.absence == .index)
                if applied.isChanged { done.append(Self.sentence(applied)) }
            } catch {
                let failure = CommandFailure(
                    messages: [error.summary],
                    hint: error.advice,
                    status: error.code == .busy ? ExitStatus.locked : ExitStatus.inputOutput
                )
                return (Array(tables[..<number]), done, failure)
            }
        }
        return (tables, done, nil)
    }

    private static func sentence(_ applied: AppliedEdit) -> String {
        let stale = applied.wasStale ? ", whose index was out of date" : ""
        return "changed \(applied.sourcePath)\(stale)"
    }

    /// Has Postfix ask the overlay.
    private func set(_ setUp: MainEdit) async throws(CommandFailure) -> String {
        do {
            _ = try await PostfixEdit(postfix.installation).apply(setUp)
            return "changed main.cf: \(setUp.parameter) = \(SafeText.escape(setUp.newValue))"
        } catch {
            throw .inputOutput(error.message)
        }
    }

    private func reload() async -> [String] {
        do {
            switch try await PostfixEdit(postfix.installation).reload() {
            case .reloaded: return []
            case .notRunning: return ["Postfix does not run; it will see the change when it starts"]
            }
        } catch {
            Console.warn(
                "Postfix did not take notice at once, and will within a minute: \(error.message)"
            )
            return []
        }
    }

    private func flush(_ domains: [DomainName]) async -> [String] {
        let flush = QueueFlush(postfix.installation)
        var lines: [String] = []
        for domain in domains {
            switch await flush.flush(domain) {
            case .site: lines.append("the mail that waits for \(domain) is on its way")
            case .messages(let count, let isComplete):
                lines.append(
                    "\(count) waiting message\(count == 1 ? " is" : "s are") on the way to \(domain)"
                        + (isComplete ? "" : "; the rest goes with the next run of the queue")
                )
            case .nothingWaits: lines.append("no mail waits for \(domain)")
            case .failed(let error):
                Console.warn("the mail that waits for \(domain) was not sent for: \(error.message)")
            }
        }
        return lines
    }
}
