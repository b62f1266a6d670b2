import PostfixModel
import PostfixSystem
import ProbeModel
import Settings
import TransportMap

/// Completes or takes back what an interrupted change of a map left, before anything is planned.
enum MapRepair {
    /// Repairs the tables of `transport_maps` and the overlay of the Postfix that a command cannot do without.
    ///
    /// - Returns: What was done, a sentence each, and the Postfix as it is then: large tables are not read twice for nothing.
    /// - Throws: Where another run is at work, or a repair fails.
    static func run(
        _ option: String?,
        _ settings: Settings,
        flushes: Bool? = nil
    ) async throws -> (lines: [String], postfix: PostfixHere) {
        let postfix = try await PostfixChoice.required(option, settings)
        let flushes = flushes ?? settings.transport.flushQueue
        let lines = try await run(postfix, settings.transport, flushes: flushes)
        if lines.isEmpty { return ([], postfix) }
        return (lines, try await PostfixChoice.required(option, settings))
    }

    /// Repairs the tables, has Postfix take notice, and sends for the mail that the changes are about: the runs that
    /// began them may have ended before they could.
    static func run(
        _ postfix: PostfixHere,
        _ settings: TransportSettings,
        flushes: Bool
    ) async throws -> [String] {
        let tables = await BlockingWork.run { postfix.planTables(withOverlay: true) }
        var repaired: [String] = []
        var patterns: [TransportPattern] = []
        for table in tables where TableSpecification(table.name).editingObstacle == nil {
            guard let (sentence, affected) = try await repair(table, postfix) else { continue }
            repaired.append(sentence)
            patterns += affected
        }
        guard !patterns.isEmpty else { return repaired }
        let work = MapChangeWork(postfix: postfix, settings: settings, flushes: flushes)
        return repaired + (await work.takeNotice(await postfix.domains(of: patterns)))
    }

    /// Repairs one table; `nil` where nothing was under way.
    private static func repair(
        _ table: PlanTable,
        _ postfix: PostfixHere
    ) async throws -> (sentence: String, patterns: [TransportPattern])? {
        do {
            let transaction = try postfix.transaction(of: table)
            let path = transaction.table.path
            let recovered = try await transaction.recover()
            let sentence =
                switch recovered.outcome {
                case .nothing: ""
                case .completed: "completed an interrupted change of \(path)"
                case .rolledBack: "took back an interrupted change of \(path)"
                case .superseded: "removed what an interrupted change of \(path) had left"
                }
            return sentence.isEmpty ? nil : (sentence, recovered.patterns)
        } catch let fault where fault.code == .missing {
            // A table that is not there has nothing to repair; the plan says so where it matters.
            return nil
        } catch {
            throw CommandFailure(
                messages: [error.summary],
                hint: error.advice,
                status: error.code == .busy ? ExitStatus.locked : ExitStatus.inputOutput
            )
        }
    }
}

extension PostfixHere {
    /// The domains that patterns are about: those that they name, and the relayed ones below the others.
    fileprivate func domains(of patterns: [TransportPattern]) async -> [DomainName] {
        var found: Set<DomainName> = []
        var parents: [String] = []
        for pattern in patterns {
            let text = pattern.description
            switch pattern.kind {
            case .domain: if let name = DomainName(text) { found.insert(name) }
            case .address:
                let domain = text.split(separator: "@").last.map(String.init) ?? ""
                if let name = DomainName(domain) { found.insert(name) }
            case .subdomains: parents.append(text.lowercased())
            case .wildcard: parents.append("")
            }
        }
        guard !parents.isEmpty else { return found.sorted() }
        for name in await relayDomains().names where parents.contains(where: name.ascii.hasSuffix) {
            found.insert(name)
        }
        return found.sorted()
    }
}
