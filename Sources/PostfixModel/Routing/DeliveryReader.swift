import ProbeModel
import TransportMap

/// Reads what becomes of mail from a transport and a nexthop, as the delivery agents do.
struct DeliveryReader {
    private let services: MasterServices?

    /// The settings of each transport that delivers by SMTP, worked out once: a large table has an entry for each of
    /// very many domains, and few transports.
    private let clients: [String: SMTPClientSettings]

    init(
        parameters: MainParameters,
        services: MasterServices?,
        serviceLookup: ServiceLookup
    ) {
        self.services = services
        let names = services?.names ?? Self.ownSMTP
        clients = Dictionary(
            names.filter { Self.client(of: $0, services) == .smtp }.map { name in
                let client = SMTPClientSettings(
                    parameters,
                    services?[name],
                    lookup: serviceLookup
                )
                return (name, client)
            }
        ) { first, _ in first }
    }

    /// The transports of Postfix's own master.cf that deliver by SMTP.
    private static let ownSMTP = ["smtp", "relay"]

    /// What becomes of mail for a domain.
    func read(_ delivery: Delivery, domain: String) -> Route.Delivery {
        let name = SafeText.escape(delivery.transport)
        guard let client = Self.client(of: delivery.transport, services) else {
            return services == nil
                ? .unknown("master.cf is not known, and so is what the transport \(name) does")
                : .deferred("mail transport unavailable: master.cf has no service \(name)")
        }
        switch client {
        case .error:
            let text = SafeText.escape(delivery.nexthop)
            return delivery.transport == "retry" ? .deferred(text) : .returned(text)
        case .lmtp, .other: return .other(transport: name)
        case .smtp:
            return settings(of: delivery.transport).map { smtp(delivery, domain: domain, $0) }
                ?? .other(transport: name)
        }
    }

    /// How a transport connects; `nil` where it does not deliver by SMTP, or that is not known.
    func settings(of transport: String) -> SMTPClientSettings? { clients[transport] }

    /// What a transport's program does; without master.cf, what the transports of Postfix's own
    /// master.cf do.
    private static func client(
        of transport: String,
        _ services: MasterServices?
    ) -> MasterService.Client? {
        if let services { return services[transport]?.client }
        switch transport {
        case _ where ownSMTP.contains(transport): return .smtp
        case "lmtp": return .lmtp
        case "error", "retry": return .error
        case "local", "virtual", "discard": return .other(transport)
        default: return nil
        }
    }

    private func smtp(
        _ delivery: Delivery,
        domain: String,
        _ client: SMTPClientSettings
    ) -> Route.Delivery {
        let texts =
            client.takesLists ? NexthopList.texts(delivery.nexthop) : [delivery.nexthop]
        var nexthops: [RouteNexthop] = []
        for text in texts {
            let nexthop = Nexthop(text)
            if let failure = client.failure(of: nexthop) { return failure }
            switch client.destination(of: nexthop) {
            case .success(let read): nexthops.append(read)
            case .failure(let unknown): return .unknown(unknown.reason)
            }
            if texts.count == 1, isOwn(nexthop, of: domain, client) { return .mx }
        }
        guard !nexthops.isEmpty else { return .deferred("the nexthop is empty") }
        return .smtp(transport: SafeText.escape(delivery.transport), nexthops)
    }

    /// Whether a nexthop is the domain's own MX hosts on port 25.
    private func isOwn(_ nexthop: Nexthop, of domain: String, _ client: SMTPClientSettings) -> Bool
    {
        client.looksUpMX && nexthop.looksUpMX && client.port(of: nexthop) == 25
            && nexthop.host.lowercased() == domain.lowercased()
    }
}
