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
            verdict + page.text(EgressSection.details(report, page)),
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

    private static func details(_ report: EgressReport, _ page: Page) -> String {
        var details = ""
        let qualities = [report.method.map(\.words), report.confidence.map(\.rawValue)]
            .compactMap { $0 }
        if !qualities.isEmpty { details += ": " + qualities.joined(separator: ", ") }
        guard let hop = report.blockedAt else { return details }
        let name = hop.name.map { page.name($0) }
        let address = hop.address?.description
        let place = name.map { name in address.map { "\(name) (\($0))" } ?? name } ?? address
        return details + "; stopped at or just after hop \(hop.distance)"
            + (place.map { ", \($0)" } ?? "")
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
