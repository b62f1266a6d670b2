import ProbeModel

/// Recommends `use-relayhost` where a relay that the user or the provider data named answers on a usable port.
///
/// Also where the provider never opens port 25, because then nothing but a relay or the main server's help is left.
enum RelayhostRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        guard advice.isPortUnusable || advice.diagnosis.verdict == .rejected,
            advice.reports.allSatisfy({ $0.verdict != .locallyBlocked })
        else { return [] }
        let intercepted = Set(AddressFamily.allCases.filter(advice.isIntercepted))
        let offers = advice.context.relays
            .compactMap { RelayOffer($0, intercepted: intercepted) }
            .filter { !advice.routeLeads(to: $0.port, of: $0.host, addresses: []) }
            .sorted { $0.rank < $1.rank }
        guard let offer = offers.first else { return withoutRelay(advice) }
        let why =
            advice.isPortUnusable
            ? "" : "; another sender's reputation counts there, not this machine's"
        return [
            Recommendation(
                action: .useRelayhost,
                result: offer.nexthop,
                verified: offer.isProven,
                reason: offer.reason + why,
                notes: notes(offer, advice),
                snippets: snippets(offer, advice)
            )
        ]
    }

    private static func withoutRelay(_ advice: AdviceCase) -> [Recommendation] {
        guard advice.isPortUnusable, let provider = advice.provider, provider.unblock == .refused
        else { return [] }
        let example =
            provider.relays.isEmpty ? "" : ", such as \(provider.relays.asList) for its customers"
        return [
            Recommendation(
                action: .useRelayhost,
                reason:
                    "\(provider.name) \(provider.habit); send through a relay on another port\(example)",
                notes: ["--relay HOST has a relay tried before it is recommended"]
            )
        ]
    }

    private static func notes(_ offer: RelayOffer, _ advice: AdviceCase) -> [String] {
        var notes: [String] = []
        if offer.needsLogin {
            notes.append(
                "it wants a login: smtp_sasl_auth_enable = yes, and the password under \(offer.nexthop) in "
                    + "smtp_sasl_password_maps"
            )
        }
        if advice.isBackup {
            notes.append(
                "while the main server is down, the relay may hand the mail back to this machine, which is "
                    + "one of the domain's MX hosts"
            )
        }
        if offer.port == Endpoint.implicitTLSPort {
            notes.append(
                "port 465 speaks TLS from the first byte, so the service below must be in master.cf first"
            )
        }
        return notes
    }

    private static func snippets(_ offer: RelayOffer, _ advice: AdviceCase) -> [Snippet] {
        let isWrapped = offer.port == Endpoint.implicitTLSPort
        let transport =
            isWrapped
            ? WrapperService.name : advice.context.isRelayDomain == true ? "relay" : "smtp"
        let domain = Snippet(
            "for this domain alone, in the transport map",
            "\(advice.domain)  \(transport):\(offer.nexthop)"
        )
        guard !isWrapped else { return [WrapperService.snippet, domain] }
        let all = Snippet(
            "for all mail that leaves this machine",
            "postconf -e 'relayhost = \(offer.nexthop)'\npostfix reload"
        )
        return [domain, all]
    }
}
