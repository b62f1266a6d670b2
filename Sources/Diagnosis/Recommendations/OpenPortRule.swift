import ProbeModel

/// Recommends `open-alternate-port` where port 25 is stopped on the way and no port of the mail host takes the domain.
///
/// Silent for domains that are known to be none of ours: strangers open no port for us.
enum OpenPortRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        let ports = AlternatePort.all(advice)
        guard advice.isPortUnusable, advice.context.isRelayDomain != false,
            advice.reports.contains(where: { $0.verdict.isElsewhere }),
            AlternatePort.fit(ports).isEmpty, let host = advice.hosts.first?.name
        else { return [] }
        let port = freePort(of: host, ports: ports, advice)
        let obstacles = AlternatePort.obstacles(ports)
        let why =
            obstacles.isEmpty
            ? "no other port of the mail hosts answers" : obstacles.joined(separator: "; ")
        return [
            Recommendation(
                action: .openAlternatePort,
                reason:
                    "\(why): have whoever runs \(host) take the domain's mail on port \(port) as well",
                notes: [
                    "one of the ways below is enough; its firewall must let port \(port) in"
                        + sources(advice)
                ],
                snippets: snippets(host: host, port: port, advice)
            )
        ]
    }

    /// The first customary port that nothing else of the host has and that the provider here lets out.
    private static func freePort(
        of host: DomainName,
        ports: [AlternatePort],
        _ advice: AdviceCase
    ) -> UInt16 {
        let stopped = advice.provider?.blockedPorts ?? []
        let taken = ports.filter { $0.host == host }.map(\.port)
        return candidates.first { !stopped.contains($0) && !taken.contains($0) } ?? lastResort
    }

    /// Ports that mail servers listen on besides their own, by custom.
    private static let candidates: [UInt16] = [2525, 26]

    /// A port that no service is registered for.
    private static let lastResort: UInt16 = 10025

    private static func sources(_ advice: AdviceCase) -> String {
        let families = advice.families
        let addresses = advice.context.ownAddresses
            .filter { families.contains($0.family) && !OwnAddress.isPrivate($0) }
        return addresses.isEmpty
            ? "" : ", from \(addresses.map(\.description).asList) at least"
    }

    private static func snippets(host: DomainName, port: UInt16, _ advice: AdviceCase) -> [Snippet]
    {
        let transport = advice.context.isRelayDomain == true ? "relay" : "smtp"
        return [
            Snippet(
                "Postfix on \(host): /etc/postfix/master.cf, then: postfix reload",
                """
                \(port) inet  n       -       y       -       -       smtpd
                    -o syslog_name=postfix/\(port)
                    -o smtpd_sasl_auth_enable=no
                """
            ),
            Snippet(
                "or nftables on \(host): save as FILE, then: nft -f FILE",
                """
                table inet mail_port_\(port) {
                    chain prerouting {
                        type nat hook prerouting priority dstnat; policy accept;
                        tcp dport \(port) redirect to :\(Endpoint.smtpPort)
                    }
                }
                """
            ),
            Snippet(
                "or iptables on \(host)",
                """
                iptables  -t nat -A PREROUTING -p tcp --dport \(port) -j REDIRECT --to-ports \(Endpoint.smtpPort)
                ip6tables -t nat -A PREROUTING -p tcp --dport \(port) -j REDIRECT --to-ports \(Endpoint.smtpPort)
                """
            ),
            Snippet(
                "then here, in the transport map",
                "\(advice.domain)  \(transport):[\(host)]:\(port)"
            ),
        ]
    }
}
