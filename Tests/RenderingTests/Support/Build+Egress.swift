import ProbeModel

extension Build {
    /// What three operators' controls showed in one family: port 25 as given, the reference port ready.
    static func controls(
        _ family: AddressFamily,
        smtp: (String) throws -> ProbeObservation,
        reference: (String, String) throws -> ProbeObservation = { try ready($0, 587, host: $1) }
    ) throws -> [ControlObservation] {
        let hosts = [
            ("smtp.alpha.example", "192.0.2.10", "2001:db8:10::1"),
            ("mail.beta.example", "192.0.2.20", "2001:db8:20::1"),
            ("relay.gamma.example", "192.0.2.30", "2001:db8:30::1"),
        ]
        return try hosts.map { host, ipv4, ipv6 in
            let address = family == .ipv4 ? ipv4 : ipv6
            let name = try self.name(host)
            return ControlObservation(
                host: name,
                controlOperator: Control.operatorName(of: name),
                address: try self.address(address),
                attempts: [try smtp(address)],
                referencePort: 587,
                referenceAttempts: [try reference(address, host)]
            )
        }
    }

    /// The first router of a line, where samples are stopped.
    static func gateway(_ line: Line) throws -> PathHop {
        try hop(1, line, "gw.isp.test")
    }

    static func hop(_ distance: Int, _ line: Line, _ name: String?) throws -> PathHop {
        PathHop(
            distance: distance,
            address: try line.routers[distance - 1].map { try address($0) },
            name: try name.map { DNSName(try self.name($0)) }
        )
    }

    /// A domain whose mail host has the address of each line; port 25 showed what is given, 2525 takes the domain.
    static func observation(
        _ families: [AddressFamily] = AddressFamily.allCases,
        domain: String = "domain1.test",
        smtp: (String) throws -> ProbeObservation,
        alternates: Bool = true
    ) throws -> DomainObservation {
        let addresses = families.map { line($0).host }
        let probes = try addresses.flatMap { address in
            let others = [
                try failed(address, 26, .refused, error: (111, "ECONNREFUSED")),
                try ready(address, 587, acceptance: .loginRequired),
                try ready(address, 2525, acceptance: .accepted),
            ]
            return [try smtp(address)] + (alternates ? others : [])
        }
        return DomainObservation(
            resolution: try resolution(domain, [try host(10, "mail.domain1.test", addresses)]),
            probes: probes,
            usableFamilies: Set(families),
            observedAt: now
        )
    }

    /// What endpoints on port 25 give rise to.
    static func failures(_ families: [AddressFamily], _ message: String) throws -> [Finding] {
        try families.map { family in
            let endpoint = Endpoint(address: try address(line(family).host), port: 25)
            return Finding(
                .endpointFails,
                .warning,
                subject: "mail.domain1.test \(endpoint)",
                message: message
            )
        }
    }

    static func stopped(_ family: String, _ verdict: EgressVerdict, _ why: String) -> Finding {
        Finding(
            .egressStopped,
            .warning,
            subject: family,
            message: "port 25 out of this machine is \(verdict.rawValue) over \(family): \(why)"
        )
    }
}

/// Advice as it is given where port 25 is in trouble.
enum SampleAdvice {
    static let transport = Recommendation(
        action: .setTransport,
        pattern: "domain1.test",
        result: "smtp:[mail.domain1.test]:2525",
        alternative: "smtp:[mail.domain1.test]:25, [mail.domain1.test]:2525",
        verified: true,
        reason: "port 2525 of mail.domain1.test takes the domain's mail without a login and has a "
            + "certificate for the mail host",
        notes: [
            "write relay: instead of smtp: if the domain is one of relay_domains",
            "the list tries port 25 first, so it heals itself, at the price of a connect timeout "
                + "per delivery attempt while 25 is silent; it needs Postfix 3.5 or later",
            "smtp_tls_policy_maps and smtp_sasl_password_maps are looked up by nexthop: an entry "
                + "for domain1.test must be repeated for [mail.domain1.test]:2525",
        ]
    )

    static func unblock(_ cause: String) -> Recommendation {
        Recommendation(
            action: .requestUnblock,
            reason: "\(cause): ask whoever runs that network to open it",
            notes: ["mxprobe diagnose domain1.test --letter prints the request with the proof"]
        )
    }

    static func firewall(_ family: String, _ tables: String) -> Recommendation {
        Recommendation(
            action: .fixLocalFirewall,
            reason: "this machine itself stops port 25 over \(family): look for a drop rule in the "
                + "output chains",
            notes: [
                "hosting panels do this on purpose and let only the mail server's user out "
                    + "(SMTP_BLOCK in csf, \"SMTP Restrictions\" in WHM); as root, mxprobe tries "
                    + "that user too"
            ],
            snippets: [
                Snippet(
                    "shows nftables rules for port 25, each with its handle",
                    #"nft -a list ruleset | grep -nE 'table|chain|hook output|dport.*\b(25|smtp)\b'"#
                ),
                Snippet(
                    "shows \(tables) rules for port 25",
                    #"\#(tables)-save -c | grep -nE -- '--dports? [0-9,:]*\b25\b'"#
                ),
            ]
        )
    }

    static let openPort = Recommendation(
        action: .openAlternatePort,
        reason: "no other port of the mail hosts answers: have whoever runs mail.domain1.test take "
            + "the domain's mail on port 2525 as well",
        notes: ["one of the ways below is enough; its firewall must let port 2525 in"],
        snippets: [
            Snippet(
                "Postfix on mail.domain1.test: /etc/postfix/master.cf, then: postfix reload",
                """
                2525 inet  n       -       y       -       -       smtpd
                    -o syslog_name=postfix/2525
                    -o smtpd_sasl_auth_enable=no
                """
            ),
            Snippet(
                "or nftables on mail.domain1.test: save as FILE, then: nft -f FILE",
                """
                table inet mail_port_2525 {
                    chain prerouting {
                        type nat hook prerouting priority dstnat; policy accept;
                        tcp dport 2525 redirect to :25
                    }
                }
                """
            ),
            Snippet(
                "then here, in the transport map",
                "domain1.test  smtp:[mail.domain1.test]:2525"
            ),
        ]
    )
}
