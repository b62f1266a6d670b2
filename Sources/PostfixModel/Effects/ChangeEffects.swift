import ProbeModel
public import TransportMap

/// Tells what else a change of a transport entry touches.
public struct ChangeEffects: Sendable {
    let parameters: MainParameters
    let services: MasterServices?
    let ask: @Sendable (TableSpecification, [UInt8]) -> TableAnswer
    let serviceLookup: ServiceLookup

    /// Creates a teller.
    ///
    /// - Parameters:
    ///   - parameters: The parameters of main.cf.
    ///   - services: The services of master.cf; `nil` where they are not known.
    ///   - serviceLookup: Looks up the ports of service names that Postfix does not know by itself.
    ///   - ask: Answers for a table of `smtp_tls_policy_maps` or `smtp_sasl_password_maps`.
    public init(
        parameters: MainParameters,
        services: [MasterService]?,
        serviceLookup: ServiceLookup = .none,
        ask: @escaping @Sendable (TableSpecification, [UInt8]) -> TableAnswer
    ) {
        self.parameters = parameters
        self.services = services.map(MasterServices.init)
        self.serviceLookup = serviceLookup
        self.ask = ask
    }

    /// What a change of a domain's transport and nexthop touches, obstacles first.
    ///
    /// - Parameters:
    ///   - old: What Postfix does now (``RouteDecision/delivery``); `nil` where it is not known.
    ///   - new: What it would do.
    /// - Returns: The effects; none where the change touches nothing else.
    public func effects(from old: Delivery?, to new: Delivery) -> [ChangeEffect] {
        let client = SMTPClientSettings(
            parameters,
            services?[new.transport],
            lookup: serviceLookup
        )
        let all =
            transportEffects(from: old, to: new) + nexthopEffects(of: new, client)
            + wrapperEffects(of: new, client) + keyEffects(from: old, to: new)
            + daneEffects(from: old, to: new)
        return all.filter(\.isObstacle) + all.filter { !$0.isObstacle }
    }

    private func transportEffects(from old: Delivery?, to new: Delivery) -> [ChangeEffect] {
        guard let services else { return [] }
        let name = SafeText.escape(new.transport)
        guard let service = services[new.transport] else {
            return [ChangeEffect(.transportMissing, "master.cf has no service \(name).")]
        }
        guard service.client == .smtp else {
            let message = "The transport \(name) does not deliver by SMTP."
            return [ChangeEffect(.transportNotSMTP, message)]
        }
        guard let old, old.transport != new.transport, let before = services[old.transport] else {
            return []
        }
        let names = Self.differences(before.overrides, service.overrides)
        guard !names.isEmpty else { return [] }
        let message =
            "The transports \(SafeText.escape(old.transport)) and \(name) differ in master.cf: "
            + names.joined(separator: ", ") + "."
        return [ChangeEffect(.transportSettings, message)]
    }

    /// The parameters that two services set differently, but for the name in the log.
    private static func differences(_ old: [String: String], _ new: [String: String]) -> [String] {
        Set(old.keys).union(new.keys).filter { $0 != "syslog_name" && old[$0] != new[$0] }
            .sorted().map { SafeText.escape($0) }
    }

    private func nexthopEffects(
        of new: Delivery,
        _ client: SMTPClientSettings
    ) -> [ChangeEffect] {
        let nexthops = NexthopList.nexthops(new.nexthop)
        if nexthops.count > 1, !client.takesLists {
            let version = parameters.text("mail_version")
            let message =
                "Postfix \(SafeText.escape(version)) takes no list of nexthops (3.5 does)."
            return [ChangeEffect(.listUnsupported, message)]
        }
        return nexthops.compactMap { nexthop in
            client.problem(of: nexthop).map { ChangeEffect(.nexthopMalformed, $0 + ".") }
        }
    }

    private func wrapperEffects(
        of new: Delivery,
        _ client: SMTPClientSettings
    ) -> [ChangeEffect] {
        let name = SafeText.escape(new.transport)
        let ports = NexthopList.nexthops(new.nexthop).compactMap { client.port(of: $0) }
        if !client.usesWrapper, ports.contains(SMTPClientSettings.wrapperPort) {
            let message =
                "Port 465 needs a transport of its own in master.cf with "
                + "smtp_tls_wrappermode = yes, which \(name) has not."
            return [ChangeEffect(.wrapperMissing, message)]
        }
        guard client.usesWrapper, ports.contains(where: { $0 != SMTPClientSettings.wrapperPort })
        else { return [] }
        let message =
            "The transport \(name) begins with TLS (smtp_tls_wrappermode = yes), which servers "
            + "expect on port 465 only."
        return [ChangeEffect(.wrapperElsewhere, message)]
    }
}
