import LocalMachine
import PostfixModel
import PostfixSystem
import ProbeEngine
import ProbeModel
import TransportMap

/// Collects what an audit looks at: files, tables, and what DNS says of domains and nexthops.
struct AuditSurvey {
    let postfix: PostfixHere
    let run: RunSetup

    /// Everything that the audit looks at, as far as the time suffices, and the mail that waits.
    func subject() async -> (subject: AuditSubject, waiting: [DomainName: QueueSummary]) {
        let installation = postfix.installation
        let questions = await questions()
        async let waiting = postfix.waitingMail(for: questions.domains, until: run.deadline)
        async let mail = run.resolve(questions.domains.map { .domain($0) }) { MailHosts($0) }
        async let nexthops = nexthopFacts(questions.nexthops)
        let decisions = await postfix.decide(
            questions.domains.map { .domain($0.ascii) },
            until: run.deadline
        )
        let answers = await mail
        let domains = zip(zip(questions.domains, decisions), answers).map { pair, mail in
            AuditDomain(pair.0, decision: pair.1, mail: mail ?? Self.interrupted)
        }
        let facts = await nexthops
        let unanswered = answers.enumerated().filter { index, mail in
            mail == nil || index >= decisions.count
        }
        let subject = AuditSubject(
            parameters: installation.parameters,
            services: installation.services,
            tables: await BlockingWork.run { [postfix] in
                postfix.routeTables.map(postfix.auditTable)
            },
            domains: domains,
            nexthops: facts,
            ownAddresses: LocalMachine.interfaceAddresses.union(postfix.proxyAddresses),
            serviceLookup: .system,
            unexamined: questions.unread + unanswered.count + questions.nexthops.count - facts.count
        )
        return (subject, await waiting)
    }

    private static let interrupted = MailHosts.unknown("the time was up")

    /// What DNS says of nexthops, as far as the time suffices.
    private func nexthopFacts(_ names: [DomainName]) async -> [DomainName: NexthopFacts] {
        async let hosts = run.resolve(names.map { .host($0) }) { Self.addresses($0) }
        async let mail = run.resolve(names.map { .domain($0) }) { MailHosts($0) }
        var facts: [DomainName: NexthopFacts] = [:]
        for (name, found) in zip(names, zip(await mail, await hosts)) {
            guard let mail = found.0, let addresses = found.1 else { continue }
            facts[name] = NexthopFacts(mail: mail, addresses: addresses)
        }
        return facts
    }

    private func questions() async -> AuditQuestions {
        await BlockingWork.run { [postfix, deadline = run.deadline] in
            let parameters = postfix.installation.parameters
            let classes = AddressClasses(parameters: parameters, access: postfix.tables.access)
            return AuditQuestions(
                classes: classes,
                relayed: RelayDomains(parameters, access: postfix.tables).names,
                maps: postfix.routeTables.compactMap(\.map),
                isOver: { ContinuousClock.now >= deadline }
            )
        }
    }

    /// The addresses of a host; `nil` where they could not be looked up.
    private static func addresses(_ resolution: MXResolution) -> [IPAddress]? {
        guard let host = resolution.hosts.first,
            host.addressLookups.allSatisfy(\.status.isDefinite)
        else { return nil }
        return host.addresses
    }
}

extension PostfixHere {
    /// A table as an audit looks at it; blocks the calling thread.
    func auditTable(_ table: RouteTable) -> AuditTable {
        let opened = tables.table(table.specification)
        return AuditTable(
            table.specification,
            map: table.map,
            source: opened.source.map { source in
                switch source {
                case .failure(.missing): return .missing
                case .failure(let fault): return .unreadable("\(fault)")
                case .success(let facts):
                    if case .failure(let fault)? = opened.text { return .unreadable("\(fault)") }
                    return .present(AuditFileFacts(facts))
                }
            },
            indexes: opened.index.files,
            isOverlay: table.isOverlay,
            isInterrupted: isInterrupted(PlanTable(opened, isOverlay: table.isOverlay))
        )
    }
}

extension AuditFileFacts {
    /// The facts that an audit needs.
    fileprivate init(_ facts: FileFacts) {
        self.init(
            modifiedAt: facts.modified,
            owner: facts.owner,
            directoryOwner: facts.directoryOwner
        )
    }
}

extension TableIndex {
    /// The files of the index as an audit looks at them.
    fileprivate var files: [AuditFile] {
        switch self {
        case .none: return []
        case .fault(_, .missing): return [.missing]
        case .fault(_, let fault): return [.unreadable("\(fault)")]
        case .fresh(let facts), .stale(let facts): return [.present(AuditFileFacts(facts))]
        }
    }
}

extension MailHosts {
    /// What the MX records of a name say.
    fileprivate init(_ resolution: MXResolution) {
        switch resolution.source {
        case .null: self = .null
        case .implicit: self = .hosts([])
        case .mx:
            self = .hosts(
                resolution.hosts.compactMap { host in
                    host.name.map {
                        MailHost(preference: host.preference, name: $0, isSelf: host.isSelf)
                    }
                }
            )
        case .none:
            switch resolution.mxLookup.status {
            case .found, .noData: self = .hosts([])
            case .nxdomain: self = .unknown("there is no such name")
            default:
                let status = resolution.mxLookup.status.rawValue
                self = .unknown(
                    resolution.mxLookup.failure.map { SafeText.escape($0.message) } ?? status
                )
            }
        }
    }
}
