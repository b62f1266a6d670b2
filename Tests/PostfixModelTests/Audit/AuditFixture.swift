import PostfixModel
import ProbeModel
import Testing
import TransportMap

/// A backup MX set up by the usual recipe, in order, with what a test wants different.
struct AuditFixture {
    var main: [String: String] = RouteFixture().main.merging([
        "relay_recipient_maps": "hash:/etc/postfix/relay_recipients",
        "smtpd_recipient_restrictions": "", "permit_mx_backup_networks": "",
        "smtpd_relay_restrictions": "permit_mynetworks, reject_unauth_destination",
    ]) { $1 }

    var services: String? =
        "smtp inet n - y - - smtpd\n127.0.0.1:10025 inet n - y - - smtpd\n"
        + (RouteFixture().services ?? "")
        + "\nsmtps unix - - y - - smtp -o smtp_tls_wrappermode=yes\n"

    /// The text of the table.
    var table = "domain1.test smtp:mail.domain1.test\n"
    var type = "hash"
    var source: AuditFile? = .present(AuditFileFacts(modifiedAt: 1000, owner: 0, directoryOwner: 0))
    var index: AuditFile? = .present(AuditFileFacts(modifiedAt: 1000, owner: 0, directoryOwner: 0))

    /// Whether a change of the table was interrupted.
    var isInterrupted = false

    /// The MX records of domains; without their own, those that the recipe asks for.
    var mail: [String: MailHosts] = [:]

    /// What DNS says of nexthops; without their own, an address and no MX records.
    var nexthops: [String: NexthopFacts] = [:]

    static func hosts(_ hosts: [(UInt16, String)]) throws -> MailHosts {
        .hosts(
            try hosts.map { preference, name in
                MailHost(
                    preference: preference,
                    name: try #require(DomainName(name)),
                    isSelf: name == "backup.test"
                )
            }
        )
    }

    func findings() throws -> [AuditFinding] { Audit.findings(in: try subject()) }

    func subject() throws -> AuditSubject {
        let parameters = MainParameters(main)
        let services = services.map { MasterService.list($0) }
        let map = try #require(TransportMap(Array(table.utf8)))
        let specification = TableSpecification(
            type.isEmpty ? "/etc/postfix/transport" : type + ":/etc/postfix/transport"
        )
        let lookup = LookupTable(name: specification.text, map: map)
        let resolver = RouteResolver(
            parameters: parameters,
            services: services,
            tables: [RouteTable(specification, lookup: lookup, map: map)],
            access: .none("nobody to ask")
        )
        let questions = AuditQuestions(
            classes: AddressClasses(parameters: parameters, access: .none("nobody to ask")),
            maps: [map]
        )
        let own = try #require(IPAddress("192.0.2.1"))
        return AuditSubject(
            parameters: parameters,
            services: services,
            tables: [
                AuditTable(
                    specification,
                    map: map,
                    source: source,
                    indexes: specification.indexPaths.isEmpty ? [] : index.map { [$0] } ?? [],
                    isInterrupted: isInterrupted
                )
            ],
            domains: try questions.domains.map { name in
                AuditDomain(
                    name,
                    decision: resolver.decide(.domain(name.ascii)),
                    mail: try mail[name.ascii]
                        ?? Self.hosts([(10, "mail." + name.ascii), (20, "backup.test")])
                )
            },
            nexthops: Dictionary(
                try questions.nexthops.map { host in
                    let usual = NexthopFacts(
                        mail: .hosts([]),
                        addresses: [try #require(IPAddress("198.51.100.1"))]
                    )
                    return (host, nexthops[host.ascii] ?? usual)
                }
            ) { first, _ in first },
            ownAddresses: [own],
            serviceLookup: RouteFixture.lookup(["alt": 2525])
        )
    }
}
