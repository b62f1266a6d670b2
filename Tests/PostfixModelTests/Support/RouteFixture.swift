import PostfixModel
import ProbeModel
import Testing
import TransportMap

/// A backup MX of the usual kind, with what a test wants different.
struct RouteFixture {
    var main: [String: String] = [
        "myhostname": "backup.test", "mydestination": "backup.test", "inet_interfaces": "all",
        "relay_domains": "domain1.test", "relay_transport": "relay", "default_transport": "smtp",
        "local_transport": "local:backup.test", "virtual_transport": "virtual",
        "parent_domain_matches_subdomains": "relay_domains", "mail_version": "3.7.11",
        "config_directory": "/etc/postfix", "smtp_tcp_port": "smtp",
        "known_tcp_ports": "lmtp=24, smtp=25, smtps=submissions=465, submission=587",
        "disable_dns_lookups": "no", "recipient_delimiter": "+", "smtputf8_enable": "yes",
    ]

    var services: String? = """
        smtp unix - - y - - smtp
        relay unix - - y - - smtp -o syslog_name=postfix/$service_name
        slow unix - - y - - smtp -o smtp_tcp_port=2525
        native unix - - y - - smtp -o smtp_dns_support_level=disabled
        lmtp unix - - y - - lmtp
        local unix - n n - - local
        virtual unix - n n - - virtual
        error unix - - y - - error
        retry unix - - y - - error
        maildrop unix - n n - - pipe flags=R argv=/usr/bin/maildrop
        """

    /// The texts of `hash:/etc/postfix/transport0` and so on.
    var tables: [String] = []

    /// The services that the machine knows for TCP; `nil` where they cannot be looked up.
    var ports: [String: UInt16]?

    /// The position of the table that mxprobe owns.
    var overlay: Int?

    /// What the older index of each table says, where it has one.
    var indexes: [Int: String] = [:]

    func decide(_ subject: LookupSubject) throws -> RouteDecision {
        let tables = try tables.enumerated().map { number, text in
            let specification = TableSpecification("hash:/etc/postfix/transport\(number)")
            let map = try #require(TransportMap(Array(text.utf8)))
            return RouteTable(
                specification,
                lookup: try lookup(number, specification.text, map),
                map: map,
                isOverlay: overlay == number,
                hasOlderIndex: indexes[number] != nil
            )
        }
        return RouteResolver(
            parameters: MainParameters(main),
            services: services.map { MasterService.list($0) },
            tables: tables,
            access: .none("nobody to ask"),
            serviceLookup: Self.lookup(ports)
        ).decide(subject)
    }

    /// How a table answers: its index knows no lines.
    private func lookup(_ number: Int, _ name: String, _ map: TransportMap) throws -> LookupTable {
        guard let text = indexes[number] else { return LookupTable(name: name, map: map) }
        let index = try #require(TransportMap(Array(text.utf8)))
        return LookupTable(name: name, matching: .fixedStrings) { key in
            index.entry(for: key).map { .found($0.result, line: nil) } ?? .absent
        }
    }

    static func lookup(_ ports: [String: UInt16]?) -> ServiceLookup {
        guard let ports else { return .none }
        return ServiceLookup { name in ports[name].map { .port($0) } ?? .absent }
    }

    static func host(_ name: String, _ port: UInt16, _ text: String) -> RouteNexthop {
        guard let host = DomainName(name) else { preconditionFailure("a name in a test") }
        return RouteNexthop(.host(host), port: port, text: text)
    }

    static func mx(_ name: String, _ port: UInt16, _ text: String) -> RouteNexthop {
        guard let host = DomainName(name) else { preconditionFailure("a name in a test") }
        return RouteNexthop(.mx(host), port: port, text: text)
    }

    static func address(_ address: String, _ port: UInt16, _ text: String) -> RouteNexthop {
        guard let address = IPAddress(address) else { preconditionFailure("an address in a test") }
        return RouteNexthop(.address(address), port: port, text: text)
    }
}
