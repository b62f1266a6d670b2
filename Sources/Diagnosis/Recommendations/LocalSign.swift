import ProbeModel

/// The sign by which a local rule was found; it tells where the rule is.
enum LocalSign: Hashable, Sendable, CaseIterable {
    /// SYNs could not leave: a rule drops them.
    case dropped
    /// An ICMP error of our own: a rule rejects them.
    case rejected
    /// A reset faster than any wire: a rule rejects them so.
    case reset
    /// The connection ends here: a rule redirects it.
    case redirected
    /// The kernel said EACCES: a route or a policy prohibits it.
    case prohibited
    /// The kernel refused otherwise: a filter of sockets rather than of packets.
    case refused

    /// Reads the sign from a report's evidence.
    init(_ report: EgressReport) {
        let ids = Set(report.evidence.map(\.id))
        if ids.contains(.endsAtSelf) {
            self = .redirected
        } else if ids.contains(.unsentSYNs) {
            self = .dropped
        } else if ids.contains(.resetLocally) {
            self = .reset
        } else if report.method == .icmp {
            self = .rejected
        } else {
            let errors = report.controls.flatMap(\.attempts).compactMap(\.systemError?.name)
            self = errors.contains("EACCES") ? .prohibited : .refused
        }
    }

    /// What a rule does that leaves this sign.
    var actions: Set<FirewallRule.Action> {
        switch self {
        case .dropped: return [.drop]
        case .rejected, .reset: return [.reject]
        case .redirected: return [.redirect]
        // A filter of sockets is no rule for packets; the kernel says EPERM for a drop too.
        case .prohibited: return []
        case .refused: return [.drop]
        }
    }

    /// What it means, as the end of a sentence.
    var meaning: String {
        switch self {
        case .dropped: return "look for a drop rule in the output chains"
        case .rejected: return "look for a reject rule in the output chains"
        case .reset: return "look for a rule that rejects with tcp reset in the output chains"
        case .redirected:
            return
                "look for a redirect or dnat rule in the nat output chains, or a proxy that asked for one"
        case .prohibited: return "look for a prohibit route or rule, or a denial by SELinux"
        case .refused:
            return "look for IPAddressDeny= in systemd units or another filter on control groups"
        }
    }

    /// Commands that show the place.
    func snippets(_ family: AddressFamily) -> [Snippet] {
        let tables = family == .ipv4 ? "iptables" : "ip6tables"
        switch self {
        case .dropped, .rejected, .reset:
            return [
                Snippet(
                    "shows nftables rules for port 25, each with its handle",
                    "nft -a list ruleset | grep -nE 'table|chain|hook output|dport.*\\b(25|smtp)\\b'"
                ),
                Snippet(
                    "shows \(tables) rules for port 25",
                    "\(tables)-save -c | grep -nE -- '--dports? [0-9,:]*\\b25\\b'"
                ),
            ]
        case .redirected:
            return [
                Snippet(
                    "shows nftables rules that redirect",
                    "nft -a list ruleset | grep -nE 'table|chain|hook output|redirect|dnat'"
                ),
                Snippet("shows \(tables) rules that redirect", "\(tables) -t nat -S OUTPUT"),
            ]
        case .prohibited:
            let ip = family == .ipv4 ? "ip -4" : "ip -6"
            return [
                Snippet(
                    "shows rules and routes that prohibit",
                    "\(ip) rule show\n\(ip) route show table all type prohibit"
                ),
                Snippet("shows denials by SELinux", "ausearch -m avc -ts recent"),
            ]
        case .refused:
            return [
                Snippet(
                    "shows units that filter addresses",
                    "grep -rE 'IPAddress(Deny|Allow)=|SocketBind' /etc/systemd /run/systemd /usr/lib/systemd"
                ),
                Snippet("shows programs on control groups", "bpftool cgroup tree"),
            ]
        }
    }
}
