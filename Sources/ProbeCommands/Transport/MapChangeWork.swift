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

    /// Whether a change may bring into use what somebody wrote without running `postmap`.
    var publishesPending = false
    /// Whether an entry that tries port 25 first was asked for; `nil` where nobody said.
    var wantsList: Bool?

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

    /// Plans, and plans again where a table that would change holds edits that are not in its index yet.
    func planned(
        onlyVerified: Bool,
        _ plan: (TransportPlanner) -> TransportPlan
    ) async -> TransportPlan {
        var planner = await planner(onlyVerified: onlyVerified)
        planner.publishesPending = publishesPending
        let first = plan(planner)
        let changing = Set(first.tables.filter { !$0.table.isOverlay }.map(\.table.name))
        guard !changing.isEmpty else { return first }
        planner.tables = await BlockingWork.run { [postfix, tables = planner.tables] in
            tables.map { table in
                guard changing.contains(table.name) else { return table }
                var compared = table
                compared.pending = postfix.tables.pending(TableSpecification(table.name))
                return compared
            }
        }
        return plan(planner)
    }

    /// Refuses a plan that would bring into use what somebody wrote without running `postmap`.
    func checkPending(_ plan: TransportPlan) throws(CommandFailure) {
        guard !publishesPending, let obstacle = plan.pendingObstacle else { return }
        throw CommandFailure(
            messages: [obstacle.message],
            hint: obstacle.advice,
            status: ExitStatus.inputOutput
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
            var change = WantedChange(diagnosis, wantsList: wantsList)
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
        let plan = await planned(onlyVerified: onlyVerified) { $0.plan(wanted) }
        return (plan, warnings)
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
        setUp: MainEdit? = nil,
        interrupted: [String] = []
    ) -> PlanReport {
        let edit = PostfixEdit(postfix.installation)
        var commands = plan.tables.compactMap { table in
            TableSpecification(table.table.name).type == "texthash"
                ? nil : postfix.indexing(table.table)
        }
        commands += setUp?.commands.dropLast().map(\.description) ?? []
        commands.append(edit.reloadCommand.description)
        if flushes {
            let domains = plan.tables.flatMap(\.domains)
            commands += flushCommands(domains)
        }
        return PlanReport(
            plan: plan,
            diagnoses: diagnoses,
            warnings: interrupted
                + (plan.isEmpty
                    ? [] : plan.notices + (setUp.map { [Self.warning($0)] } ?? []) + warnings),
            commands: commands
        )
    }

    /// What sends for the waiting mail of domains, with what else it does where it does more.
    private func flushCommands(_ domains: [DomainName]) -> [String] {
        let flush = QueueFlush(postfix.installation)
        let listed = postfix.installation.parameters
            .fastFlushDomains(access: postfix.tables.access)
        let bySite = domains.filter { listed.match($0.ascii) != .notListed }
        let others = domains.filter { listed.match($0.ascii) == .notListed }
        var commands = bySite.map { flush.command(for: $0, isListed: true).description }
        if let first = others.first {
            let names = others.count == 1 ? "\(first) is" : "\(first) and others are"
            commands.append(
                flush.command(for: first, isListed: false).description
                    + "  # tries all waiting mail, as \(names) not in fast_flush_domains; "
                    + "'transport apply' tries only theirs"
            )
        }
        return commands
    }

    /// The command that sets the overlay up, for people to read.
    static let setUpCommand = "mxprobe transport apply --strategy overlay --init"

    /// Postfix defers all mail where main.cf lists a table that is not there.
    private static func warning(_ setUp: MainEdit) -> String {
        "\(setUp.parameter) does not ask the overlay first yet: '\(setUpCommand)' writes the map and "
            + "its index, and then changes main.cf, in this order"
    }
}
