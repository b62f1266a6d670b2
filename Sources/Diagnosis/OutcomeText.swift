public import ProbeModel

/// Says in a few words how a probe ended.
public enum OutcomeText {
    /// One lower-case phrase, safe to print.
    public static func describe(_ probe: ProbeObservation) -> String {
        switch probe.outcome {
        case .ready: return "answers"
        case .deferred: return "says not now" + said(probe.reply)
        case .rejected: return "refuses us" + said(probe.reply)
        case .refused: return "refuses the connection (TCP reset)"
        case .timeout: return "does not answer (no SYN-ACK)"
        case .unreachable: return "cannot be reached" + icmp(probe)
        case .prohibited: return "is forbidden by a filter" + icmp(probe)
        case .deniedLocally: return "is forbidden by this machine's own firewall" + icmp(probe)
        case .noRoute: return "cannot be tried: this machine has no route to it"
        case .reset: return "connects, then resets the connection" + during(probe)
        case .closed: return "connects, then closes the connection" + during(probe)
        case .silent: return "connects, then says nothing in time" + during(probe)
        case .notSMTP: return "connects, and does not speak SMTP" + sample(probe)
        case .tlsFailed:
            return "fails at the TLS handshake" + (probe.tlsError.map { " (\($0))" } ?? "")
        case .interrupted: return "was not tried to the end"
        }
    }

    private static func said(_ reply: Reply?) -> String {
        reply.map { ": \($0.summary)" } ?? ""
    }

    private static func during(_ probe: ProbeObservation) -> String {
        switch probe.phase {
        case .connect, .greeting: return " before a greeting"
        case .tls, .starttls: return " during the TLS handshake"
        case .ehlo: return " after EHLO"
        case .acceptance: return " during the acceptance check"
        case .quit: return " at the end"
        }
    }

    private static func icmp(_ probe: ProbeObservation) -> String {
        guard let icmp = probe.icmp else { return "" }
        let sender = icmp.sender.map { " from \($0)" } ?? ""
        return " (ICMP \(icmp.type)/\(icmp.code)\(sender))"
    }

    private static func sample(_ probe: ProbeObservation) -> String {
        guard !probe.rawBytes.isEmpty else { return "" }
        let shown = probe.rawBytes.prefix(40)
        return ": \"\(SafeText.escape(shown))\(probe.rawBytes.count > 40 ? "..." : "")\""
    }
}
