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
        let obstacles = AlternatePort.obstacles(ports)
        let why =
            obstacles.isEmpty
            ? "no other port of the mail hosts answers" : obstacles.joined(separator: "; ")
        guard let free = FreePort.find(at: host, ports: ports, advice) else {
            return [
                Recommendation(
                    action: .openAlternatePort,
                    reason:
                        "\(why), and each port that was tried for another way goes unanswered: no port can be named "
                        + "that \(host) should open"
                )
            ]
        }
        let port = free.port
        return [
            Recommendation(
                action: .openAlternatePort,
                reason:
                    "\(why): have whoever runs \(host) take the domain's mail on port \(port) as well",
                notes: [
                    "one of the ways below is enough; its firewall must let port \(port) in"
                        + sources(advice)
                ] + [free.note].compactMap(\.self),
                snippets: snippets(host: host, port: port, advice)
            )
        ]
    }

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
