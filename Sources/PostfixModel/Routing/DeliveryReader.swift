import ProbeModel
import TransportMap

/// Reads what becomes of mail from a transport and a nexthop, as the delivery agents do.
struct DeliveryReader {
    let parameters: MainParameters
    let services: MasterServices?
    let serviceLookup: ServiceLookup

    /// What becomes of mail for a domain.
    func read(_ delivery: Delivery, domain: String) -> Route.Delivery {
        let name = SafeText.escape(delivery.transport)
        guard let client = client(of: delivery.transport) else {
            return services == nil
                ? .unknown("master.cf is not known, and so is what the transport \(name) does")
                : .deferred("mail transport unavailable: master.cf has no service \(name)")
        }
        switch client {
        case .error:
            let text = SafeText.escape(delivery.nexthop)
            return delivery.transport == "retry" ? .deferred(text) : .returned(text)
        case .lmtp, .other: return .other(transport: name)
        case .smtp: return smtp(delivery, domain: domain)
        }
    }

    /// What a transport's program does; without master.cf, what the transports of Postfix's own
    /// master.cf do.
    func client(of transport: String) -> MasterService.Client? {
        if let services { return services[transport]?.client }
        switch transport {
        case "smtp", "relay": return .smtp
        case "lmtp": return .lmtp
        case "error", "retry": return .error
        case "local", "virtual", "discard": return .other(transport)
        default: return nil
        }
    }

    private func smtp(_ delivery: Delivery, domain: String) -> Route.Delivery {
        let client = SMTPClientSettings(
            parameters,
            services?[delivery.transport],
            lookup: serviceLookup
        )
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
