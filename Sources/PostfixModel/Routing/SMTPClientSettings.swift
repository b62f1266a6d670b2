import ProbeModel
import TransportMap

/// The settings of one SMTP transport that decide where it connects: main.cf, and what its
/// service in master.cf sets for itself.
struct SMTPClientSettings {
    /// Whether a nexthop can be a list (Postfix 3.5 and later).
    let takesLists: Bool

    /// Whether the client asks DNS for MX records at all.
    let looksUpMX: Bool

    /// The port of a nexthop without one; `nil` where its name is not known.
    let defaultPort: UInt16?

    /// Whether the client begins with TLS (`smtp_tls_wrappermode`).
    let usesWrapper: Bool

    private let services: ServiceNames
    private let defaultService: String

    /// The port on which servers expect TLS from the first byte (RFC 8314 section 3.3).
    static let wrapperPort: UInt16 = 465

    init(
        _ parameters: MainParameters,
        _ service: MasterService?,
        lookup: ServiceLookup
    ) {
        func text(_ name: String) -> String? { service?.overrides[name] ?? parameters[name] }
        services = ServiceNames(parameters["known_tcp_ports"], lookup: lookup)
        takesLists = (parameters.version ?? .listsNexthops) >= .listsNexthops
        let support = text("smtp_dns_support_level") ?? ""
        let isDisabled = support.isEmpty ? text("disable_dns_lookups") ?? "no" : support
        looksUpMX = !["disabled", "yes"].contains(isDisabled.lowercased())
        usesWrapper = text("smtp_tls_wrappermode")?.lowercased() == "yes"
        defaultService = text("smtp_tcp_port") ?? "smtp"
        defaultPort = services.port(defaultService)
    }

    /// The port that the client connects to.
    func port(of nexthop: Nexthop) -> UInt16? {
        nexthop.service.map { services.port($0) } ?? defaultPort
    }

    /// Why mail stays here or goes back, where the client cannot use a nexthop.
    ///
    /// A nexthop that it cannot read stops the client's process each time, and mail waits.
    func failure(of nexthop: Nexthop) -> Route.Delivery? {
        if let problem = problem(of: nexthop) { return .deferred(problem) }
        guard nexthop.looksUpMX, looksUpMX, nexthop.address != nil else { return nil }
        let text = SafeText.escape(nexthop.text)
        return .returned("\(text) has no brackets and is looked up as if it were a name")
    }

    /// Why Postfix cannot read a nexthop, as a sentence without its full stop.
    func problem(of nexthop: Nexthop) -> String? {
        let start = "Postfix cannot read the nexthop \(SafeText.escape(nexthop.text)): "
        if let problem = nexthop.problem {
            let isList = !takesLists && nexthop.text.contains { ", \t".contains($0) }
            return start + (isList ? "this Postfix takes no list" : problem.words)
        }
        if let prefix = nexthop.prefix {
            return start + "only the LMTP client knows \(prefix.rawValue):"
        }
        let service = nexthop.service ?? defaultService
        guard services.answer(service) == .absent else { return nil }
        return start + "this machine knows no service \(SafeText.escape(service))"
            + (nexthop.service == nil ? ", which smtp_tcp_port names" : "")
    }

    /// What could not be told.
    struct Unknown: Error {
        let reason: String
    }

    /// Where the client goes for a nexthop that it can read.
    func destination(of nexthop: Nexthop) -> Result<RouteNexthop, Unknown> {
        let text = SafeText.escape(nexthop.text)
        guard let port = port(of: nexthop) else {
            return .failure(Unknown(reason: "the port of the nexthop \(text) is not known here"))
        }
        if let address = nexthop.address {
            return .success(RouteNexthop(.address(address), port: port, text: text))
        }
        guard let host = DomainName(nexthop.host) else {
            return .failure(Unknown(reason: "the nexthop \(text) is no host name in ASCII"))
        }
        let goesToMX = looksUpMX && nexthop.looksUpMX
        return .success(RouteNexthop(goesToMX ? .mx(host) : .host(host), port: port, text: text))
    }
}

extension Nexthop.Problem {
    /// What is wrong, as Postfix says it.
    var words: String {
        switch self {
        case .missingBracket: "missing \"]\""
        case .garbageAfterBracket: "garbage after \"]\""
        case .malformedIPv6: "malformed IPv6 address"
        case .missingHost: "missing host information"
        case .malformedHost: "valid hostname or network address required"
        case .malformedPort: "malformed port"
        }
    }
}
