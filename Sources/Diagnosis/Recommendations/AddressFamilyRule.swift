import ProbeModel

/// Recommends `prefer-address-family` where port 25 is free over one family and in trouble over the other.
///
/// Where a connection fails, Postfix goes on to the next address, so a preference saves time. Where a device
/// in between answers, Postfix has no reason to go on, so the family must be left out.
enum AddressFamilyRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        guard advice.diagnosis.verdict == .degraded || advice.diagnosis.verdict == .inconclusive,
            advice.families.count == AddressFamily.allCases.count,
            let trouble = advice.reports.first(where: { $0.verdict.isTrouble }),
            let free = advice.report(trouble.family.other), free.verdict == .open
        else { return [] }
        return [
            trouble.verdict == .intercepted
                ? leaveOut(trouble, free: free.family) : prefer(trouble, free: free.family)
        ]
    }

    private static func prefer(_ trouble: EgressReport, free: AddressFamily) -> Recommendation {
        var notes = [
            "smtp_address_preference decides which family is tried first among MX hosts of equal preference; "
                + "the other is still tried when that fails",
            globally(free),
        ]
        if free == .ipv6 {
            notes.append(
                "with ipv6 preferred keep smtp_balance_inet_protocols = yes (Postfix 3.3 or later), or an IPv6 "
                    + "outage can keep mail from ever trying IPv4"
            )
        }
        let word = free.rawValue
        let cost =
            trouble.method == .drop || trouble.verdict == .throttled
            ? ", after up to smtp_connect_timeout (30 s) per silent address" : ""
        return Recommendation(
            action: .preferAddressFamily,
            reason:
                "\(PathText.stop(trouble)), and \(free.label) is open: Postfix gets through by itself\(cost), "
                + "and sooner when it tries \(free.label) first",
            notes: notes,
            snippets: [
                Snippet(
                    "try \(free.label) first",
                    "postconf -e 'smtp_address_preference = \(word)'\npostfix reload"
                ),
                service(free, title: "or leave \(trouble.family.label) out for chosen domains"),
            ]
        )
    }

    private static func leaveOut(_ trouble: EgressReport, free: AddressFamily) -> Recommendation {
        Recommendation(
            action: .preferAddressFamily,
            reason:
                "\(PathText.stop(trouble)), and \(free.label) is open: send over \(free.label) only, because "
                + "Postfix takes the device's answer for the mail host's and tries nothing else",
            notes: [
                "smtp_address_preference is not enough, because it only decides what is tried first",
                globally(free),
            ],
            snippets: [
                service(free, title: "a service without \(trouble.family.label) for chosen domains")
            ]
        )
    }

    private static func globally(_ free: AddressFamily) -> String {
        "inet_protocols = \(free.rawValue) in main.cf would take \(free.other.label) from receiving and from "
            + "every other destination too"
    }

    private static func service(_ free: AddressFamily, title: String) -> Snippet {
        let name = "smtp-\(free.rawValue)"
        return Snippet(
            "\(title): /etc/postfix/master.cf, then: postfix reload; in the transport map: DOMAIN  \(name):",
            """
            \(name) unix  -       -       y       -       -       smtp
                -o syslog_name=postfix/\(name)
                -o inet_protocols=\(free.rawValue)
            """
        )
    }
}
