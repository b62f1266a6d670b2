import PostfixModel
import PostfixSystem
import ProbeModel
import Rendering
import Settings
import TransportMap

/// A planned change of this machine's transport maps: what belongs to it, and carrying it out.
struct MapChangeWork {
    let postfix: PostfixHere
    let settings: TransportSettings

    /// Whether waiting mail is sent for after the change.
    let flushes: Bool

    private var usesOverlay: Bool { settings.strategy == .overlay }

    /// Decides which table holds each change.
    func planner(onlyVerified: Bool) async -> TransportPlanner {
        let tables = await BlockingWork.run { [postfix, usesOverlay] in
            postfix.planTables(withOverlay: usesOverlay)
        }
        return TransportPlanner(
            tables: tables,
            usesOverlay: usesOverlay,
            onlyVerified: onlyVerified,
            onlyFile: usesOverlay ? nil : settings.map
        )
    }

    /// Plans what diagnoses recommend; what would keep mail from flowing is refused.
    ///
    /// - Returns: The plan, and what the changes touch beside, one sentence each.
    func plan(
        _ diagnoses: [DomainDiagnosis],
        onlyVerified: Bool
    ) async -> (plan: TransportPlan, warnings: [String]) {
        var warnings: [String] = []
        var wanted: [(domain: DomainName, place: FilePlace?, change: WantedChange)] = []
        for diagnosis in diagnoses {
            let domain = diagnosis.observation.resolution.domain
            var change = WantedChange(diagnosis)
            if case .change(let edit, _, _) = change {
                let effects = await postfix.effects(of: edit, on: domain)
                let obstacles = effects.filter(\.isObstacle).map(\.message)
                if obstacles.isEmpty {
                    warnings += effects.map { "\(domain): \($0.message)" }
                } else {
                    change = .refused(obstacles)
                }
            }
            wanted.append((domain, diagnosis.route.place, change))
        }
        return (await planner(onlyVerified: onlyVerified).plan(wanted), warnings)
    }

    /// The change of main.cf that the overlay needs before its first use; `nil` where none is needed.
    func setUp(_ plan: TransportPlan) async throws -> MainEdit? {
        guard plan.tables.contains(where: \.table.isOverlay), !postfix.isOverlayFirst else {
            return nil
        }
        do {
            let edit = try await PostfixEdit(postfix.installation).putFirst(postfix.overlay)
            return edit.isDone ? nil : edit
        } catch {
            throw CommandFailure.inputOutput(error.message)
        }
    }

    /// The report of a plan with the commands that belong to it.
    func report(
        _ plan: TransportPlan,
        _ diagnoses: [DomainDiagnosis] = [],
        warnings: [String] = [],
        setUp: MainEdit? = nil
    ) -> PlanReport {
        let edit = PostfixEdit(postfix.installation)
        let flush = QueueFlush(postfix.installation)
        var commands = plan.tables.compactMap { table in
            TableSpecification(table.table.name).type == "texthash"
                ? nil : postfix.indexing(table.table)
        }
        commands += setUp?.commands.dropLast().map(\.description) ?? []
        commands.append(edit.reloadCommand.description)
        if flushes {
            let domains = plan.tables.flatMap(\.domains)
            commands += domains.map { flush.command(for: $0).description }
        }
        return PlanReport(
            plan: plan,
            diagnoses: diagnoses,
            warnings: plan.isEmpty ? [] : warnings,
            commands: commands
        )
    }

    /// Makes the change, and has Postfix take notice of it.
    ///
    /// - Returns: What was done, a sentence each.
    /// - Throws: Why a table was not changed; those before it were.
    func carryOut(_ plan: TransportPlan, setUp: MainEdit?) async throws -> [String] {
        var done: [String] = []
        for table in plan.tables {
            do {
                let applied = try await postfix.transaction(of: table.table).apply(table.edit)
                done.append(Self.sentence(applied))
            } catch let fault {
                for line in done { Console.print(line + "\n") }
                throw CommandFailure(
                    messages: [fault.summary],
                    hint: fault.advice,
                    status: fault.code == .busy ? ExitStatus.locked : ExitStatus.inputOutput
                )
            }
        }
        done += try await notify(setUp)
        if flushes { done += await flush(plan.tables.flatMap(\.domains)) }
        return done
    }

    private static func sentence(_ applied: AppliedEdit) -> String {
        let stale = applied.wasStale ? ", whose index was out of date" : ""
        return "changed \(applied.sourcePath)\(stale)"
    }

    private func notify(_ setUp: MainEdit?) async throws -> [String] {
        let edit = PostfixEdit(postfix.installation)
        do {
            if let setUp {
                _ = try await edit.apply(setUp)
                return ["changed main.cf: \(setUp.parameter) = \(SafeText.escape(setUp.newValue))"]
            }
            switch try await edit.reload() {
            case .reloaded: return []
            case .notRunning: return ["Postfix does not run; it will see the change when it starts"]
            }
        } catch  where setUp == nil {
            Console.warn(
                "Postfix did not take notice at once, and will within a minute: \(error.message)"
            )
            return []
        } catch {
            throw CommandFailure.inputOutput(error.message)
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
