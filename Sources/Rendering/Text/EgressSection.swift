import ProbeModel

/// Whether this machine's port 25 reaches the world: a line per address family, and what it rests on where it does not.
struct EgressSection: Sendable {
    let reports: [EgressReport]
    let page: Page

    var lines: [StyledText] {
        guard !reports.isEmpty else { return [] }
        return [page.text("Port 25 out of this machine", .strong), StyledText()]
            + reports.flatMap { lines($0) }
    }

    private func lines(_ report: EgressReport) -> [StyledText] {
        let mark = EgressSection.mark(report.verdict)
        let verdict = page.text(report.verdict.rawValue.uppercased(), mark.style)
        var lines = page.paragraph(
            verdict + page.text(": " + details(report)),
            label: report.family.words,
            lead: page.sign(mark)
        )
        if report.verdict != .open || page.options.isVerbose {
            lines += report.evidence.flatMap { page.paragraph(page.text($0.message)) }
        }
        if page.options.isVerbose { lines += report.controls.flatMap { control($0) } }
        return lines
    }

    private func control(_ control: ControlObservation) -> [StyledText] {
        let probes = [control.probe, control.reference].compactMap(\.self).map { probe in
            "\(probe.endpoint.port) \(EndpointWords(probe).words)"
        }
        let body = """
            control \(page.name(control.host)) (\(control.controlOperator)), \
            \(control.address): \(probes.joined(separator: ", "))
            """
        return page.paragraph(page.text(body))
    }

    /// What the verdict means, how sure it is, and where port 25 is stopped.
    private func details(_ report: EgressReport) -> String {
        var details = report.method?.words ?? EgressSection.meaning(report)
        if let confidence = report.confidence { details += " (\(confidence.rawValue))" }
        guard let hop = report.blockedAt else { return details }
        details += "; stopped at or just after hop \(hop.distance)"
        let name = hop.name.map { page.name($0) }
        switch (name, hop.address) {
        case (let name?, let address?): return "\(details), \(name) (\(address))"
        case (let name?, nil): return "\(details), \(name)"
        case (nil, let address?): return "\(details), \(address)"
        case (nil, nil): return details
        }
    }

    private static func meaning(_ report: EgressReport) -> String {
        switch report.verdict {
        case .open: return "port 25 reaches the world"
        case .blocked: return "port 25 is stopped on the way"
        case .intercepted: return "port 25 connects, but not to the host asked for"
        case .locallyBlocked: return "this machine's own firewall stops port 25"
        case .offline: return "nothing answers on any port"
        case .throttled: return "port 25 works and fails by turns"
        case .unavailable: return "this machine has no \(report.family.words) address"
        case .inconclusive: return "it could not be told"
        }
    }

    private static func mark(_ verdict: EgressVerdict) -> Mark {
        switch verdict {
        case .open: return .good
        case .blocked, .intercepted, .locallyBlocked, .offline: return .bad
        case .throttled: return .warning
        case .unavailable: return .neutral
        case .inconclusive: return .unknown
        }
    }
}

extension BlockMethod {
    /// What becomes of the packets.
    var words: String {
        switch self {
        case .drop: return "packets are dropped"
        case .reset: return "connections are reset"
        case .icmp: return "packets are answered with an ICMP error"
        }
    }
}

extension AddressFamily {
    /// The family as people write it.
    var words: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
