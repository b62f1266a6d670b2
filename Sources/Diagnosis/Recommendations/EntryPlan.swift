import ProbeModel

/// The transport entry that sends a domain to an alternate port, in the style of the present one.
struct EntryPlan: Hashable, Sendable {
    /// The pattern.
    let pattern: String
    /// The transport's name.
    let transport: String
    /// What Postfix looks policies up by today.
    let oldNexthop: String
    /// The nexthop at the alternate port.
    let nexthop: String
    /// The nexthop at port 25, for a list; `nil` where the present entry is a list already.
    let ordinaryNexthop: String?
    /// What must be said of the entry's form, one sentence each.
    let notes: [String]

    /// The result with the alternate port.
    var result: String { "\(transport):\(nexthop)" }

    /// The result that tries port 25 first; `nil` where there is none.
    var failover: String? { ordinaryNexthop.map { "\(transport):\($0), \(nexthop)" } }

    /// Plans the entry; `nil` where the present entry already leads to the port, or was never meant to deliver.
    init?(_ port: AlternatePort, _ advice: AdviceCase) {
        guard advice.isSentBySMTP,
            !advice.routeLeads(
                to: port.port,
                of: port.host,
                addresses: EntryPlan.addresses(port, advice)
            )
        else { return nil }
        let present = advice.route.source == .transport ? advice.route.result : nil
        let entry = present.map { EntryResult($0) }
        if let entry, entry.isDeliberate || EntryPlan.leads(entry, to: port, advice) { return nil }
        var notes: [String] = []
        transport = EntryPlan.transport(entry, port, advice, notes: &notes)
        let pattern = advice.route.pattern ?? advice.domain.ascii
        let isOwn = pattern.lowercased() == advice.domain.ascii
        self.pattern = isOwn ? pattern : advice.domain.ascii
        if entry != nil, !isOwn {
            notes.append(
                "the present entry \(SafeText.escape(pattern)) serves other domains too and stays"
            )
        }
        oldNexthop = entry?.hops.first?.text ?? advice.domain.ascii
        // Where a device answers on 25, a list never gets beyond it.
        let isListKept =
            !port.needsWrapper && !advice.families.contains(where: advice.isIntercepted)
        if let entry, entry.hops.count > 1, isListKept {
            let list = entry.hops.map(\.text).joined(separator: ", ")
            nexthop = "\(list), [\(port.host)]:\(port.port)"
            ordinaryNexthop = nil
        } else {
            let host = EntryPlan.hostText(entry?.hops.first, port, advice, notes: &notes)
            nexthop = "\(host):\(port.port)"
            ordinaryNexthop = port.needsWrapper ? nil : "\(host):\(Endpoint.smtpPort)"
        }
        self.notes = notes
    }

    private static func leads(
        _ entry: EntryResult,
        to port: AlternatePort,
        _ advice: AdviceCase
    ) -> Bool {
        entry.hops.contains {
            $0.service == String(port.port)
                && $0.names(port.host, addresses: addresses(port, advice))
        }
    }

    private static func addresses(_ port: AlternatePort, _ advice: AdviceCase) -> [IPAddress] {
        advice.hosts.filter { $0.name == port.host }.flatMap(\.addresses)
    }

    private static func transport(
        _ entry: EntryResult?,
        _ port: AlternatePort,
        _ advice: AdviceCase,
        notes: inout [String]
    ) -> String {
        if port.needsWrapper { return WrapperService.name }
        if let entry { return entry.transport }
        if advice.context.isRelayDomain == nil {
            notes.append("write relay: instead of smtp: if the domain is one of relay_domains")
        }
        return advice.context.isRelayDomain == true ? "relay" : "smtp"
    }

    /// The host as the present entry writes it, else in brackets, which keep Postfix from looking up MX records.
    private static func hostText(
        _ hop: EntryResult.Hop?,
        _ port: AlternatePort,
        _ advice: AdviceCase,
        notes: inout [String]
    ) -> String {
        guard let hop, hop.names(port.host, addresses: addresses(port, advice)) else {
            return "[\(port.host)]"
        }
        guard !hop.isBracketed else { return "[\(hop.host)]" }
        switch advice.nexthopHasMX {
        case true?:
            notes.append(
                "without brackets Postfix would follow the MX records of \(port.host) to other hosts"
            )
            return "[\(port.host)]"
        case false?: return port.host.ascii
        case nil:
            notes.append(
                "without brackets Postfix looks up MX records of \(port.host) first; it must have none"
            )
            return port.host.ascii
        }
    }
}

/// The service in master.cf that port 465 needs, because TLS begins there before SMTP does.
enum WrapperService {
    /// Its name.
    static let name = "smtps-out"

    /// Its definition.
    static let snippet = Snippet(
        "/etc/postfix/master.cf on this machine, then: postfix reload",
        """
        \(name) unix  -       -       y       -       -       smtp
            -o syslog_name=postfix/\(name)
            -o smtp_tls_wrappermode=yes
            -o smtp_tls_security_level=encrypt
        """
    )
}
