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

    /// The domains that this Postfix relays for and that are listed by name, in their order, each once.
    func relayDomains() async -> [DomainName] {
        await BlockingWork.run { [self] in
            let names = RelayDomains(installation.parameters, access: tables).names
            return names.filter { name in
                resolver.decide(.domain(name.ascii)).addressClass == .relay
            }
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
