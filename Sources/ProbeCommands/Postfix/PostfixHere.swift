import LocalMachine
import PostfixModel
import PostfixSystem
import ProbeModel
import TransportMap

/// This machine's Postfix, as far as commands need it: its configuration, its tables, and where it would send mail.
struct PostfixHere: Sendable {
    let installation: PostfixInstallation
    let tables: PostfixTables
    let routeTables: [RouteTable]
    private let resolver: RouteResolver

    /// Reads the configuration of this machine's Postfix.
    ///
    /// - Parameter directory: The directory of main.cf; `nil` for Postfix's own.
    /// - Returns: What was read.
    /// - Throws: ``PostfixError``.
    static func read(_ directory: String?) async throws(PostfixError) -> PostfixHere {
        let installation = try await PostfixInstallation.find(configurationDirectory: directory)
        let tables = PostfixTables(installation)
        let overlay = OverlayFile.path(installation)
        let routeTables = await tables.routeTables(overlay: overlay)
        let resolver = await BlockingWork.run {
            RouteResolver(
                parameters: installation.parameters,
                services: installation.services,
                tables: routeTables,
                access: tables.access,
                ownAddresses: Set(LocalMachine.interfaceAddresses),
                serviceLookup: .system
            )
        }
        return PostfixHere(
            installation: installation,
            tables: tables,
            routeTables: routeTables,
            resolver: resolver
        )
    }

    /// What Postfix would do for each recipient or domain.
    func decide(_ subjects: [LookupSubject]) async -> [RouteDecision] {
        await BlockingWork.run { [resolver] in subjects.map { resolver.decide($0) } }
    }

    /// What Postfix would do for each recipient or domain, as far as there is time.
    ///
    /// - Parameters:
    ///   - subjects: The recipients or domains.
    ///   - deadline: When to stop; a table may have very many entries, and a database its time.
    /// - Returns: The decisions on the first of them.
    func decide(
        _ subjects: [LookupSubject],
        until deadline: ContinuousClock.Instant
    ) async -> [RouteDecision] {
        await BlockingWork.run { [resolver] in
            var decisions: [RouteDecision] = []
            for subject in subjects {
                guard ContinuousClock.now < deadline else { break }
                decisions.append(resolver.decide(subject))
            }
            return decisions
        }
    }

    /// The domains that this Postfix relays for and that are listed by name, in their order, each once.
    ///
    /// - Returns: The domains, and what could not be read, one phrase each.
    func relayDomains() async -> (names: [DomainName], faults: [String]) {
        await BlockingWork.run { [self] in
            let domains = RelayDomains(installation.parameters, access: tables)
            let names = domains.names.filter { name in
                resolver.decide(.domain(name.ascii)).addressClass == .relay
            }
            return (names, domains.faults)
        }
    }

    /// The names that this Postfix goes by.
    var ownNames: [DomainName] {
        [DomainName(installation.parameters.text("myhostname"))].compactMap(\.self)
    }

    /// The addresses of a NAT or proxy in front of this machine (postconf(5), `proxy_interfaces`).
    var proxyAddresses: Set<IPAddress> {
        Set(installation.parameters.list("proxy_interfaces").compactMap { IPAddress($0) })
    }
}
