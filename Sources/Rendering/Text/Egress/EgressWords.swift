import ProbeModel

/// What a verdict on this machine's port 25 means, for families that share it.
struct EgressWords: Hashable, Sendable {
    let mark: Mark
    let words: String

    /// Puts a report into words, without its family.
    init(_ report: EgressReport, _ page: Page) {
        let isSure = report.confidence != .likely
        words = EgressWords.meaning(report, page) + (isSure ? "" : " (likely)")
        switch report.verdict {
        case .open: mark = .good
        case .intercepted where report.reachesHost == true: mark = .warning
        case .blocked, .intercepted, .locallyBlocked, .offline: mark = .bad
        case .throttled: mark = .warning
        case .unavailable: mark = .neutral
        case .inconclusive: mark = .unknown
        }
    }

    private static func meaning(_ report: EgressReport, _ page: Page) -> String {
        switch report.verdict {
        case .open: return "port 25 out of this machine is open"
        case .blocked:
            return "port 25 is \(habit(report.method))\(place(report, "at or just after", page))"
        case .intercepted:
            return "a device on the way answers port 25\(place(report, "at", page))"
                + (report.reachesHost == true ? ", and hands mail to the host asked for" : "")
        case .locallyBlocked: return "this machine's own firewall stops port 25"
        case .offline: return "nothing answers on any port"
        case .throttled: return "port 25 works and fails by turns"
        case .unavailable: return "this machine has no address that leads outside"
        case .inconclusive: return "whether port 25 out of this machine is open could not be told"
        }
    }

    private static func habit(_ method: BlockMethod?) -> String {
        switch method {
        case .drop: return "dropped"
        case .reset: return "reset"
        case .icmp: return "refused by ICMP"
        case nil: return "stopped"
        }
    }

    private static func place(
        _ report: EgressReport,
        _ preposition: String,
        _ page: Page
    )
        -> String
    {
        guard let hop = report.blockedAt else { return "" }
        let who = hop.name.map { page.name($0) } ?? hop.address?.description
        return " \(preposition) hop \(hop.distance)" + (who.map { ", \($0)" } ?? "")
    }
}

extension AddressFamily {
    /// The family as people write it.
    var words: String { self == .ipv4 ? "IPv4" : "IPv6" }
}

extension EgressVerdict {
    /// Whether port 25 is known not to work as it should.
    var isTrouble: Bool {
        switch self {
        case .blocked, .intercepted, .locallyBlocked, .offline, .throttled: return true
        case .open, .unavailable, .inconclusive: return false
        }
    }
}
