import ProbeModel

/// Every session of a domain, for `--verbose`: phases and times, replies, capabilities, certificate.
struct SessionsSection: Sendable {
    /// The most lines of one reply that are shown; the JSON has all of them.
    private static let maximumReplyLines = 12

    /// Where the facts of a session begin, in columns.
    private static let labelStart = 4

    /// Where the words of a fact begin, in columns.
    private static let textStart = 15

    let observation: DomainObservation
    let page: Page

    /// A title and facts per session.
    var lines: [StyledText] {
        observation.allProbes.flatMap { probe in
            title(probe) + facts(probe).flatMap { fact($0.label, $0.text) }
        }
    }

    private func title(_ probe: ProbeObservation) -> [StyledText] {
        let known = observation.resolution.hosts
        let others = (observation.route?.nexthops ?? []).flatMap(\.hosts)
        var seen: Set<DNSName> = []
        let hosts = (known + others)
            .filter { $0.addresses.contains(probe.endpoint.address) }
            .filter { seen.insert($0.exchange).inserted }
            .map { page.name($0.exchange) }
        let owner = hosts.isEmpty ? "" : " of " + page.enumeration(hosts)
        let words = EndpointWords(probe)
        let title =
            page.text(probe.endpoint.description, .strong) + page.text(owner + ": ")
            + page.sign(words.mark) + page.text(" \(words.words)")
        return page.hanging(
            title,
            after: .spaces(Page.margin),
            indent: SessionsSection.labelStart
        )
    }

    private func fact(_ label: String, _ text: String) -> [StyledText] {
        let start = SessionsSection.textStart
        let label = .spaces(SessionsSection.labelStart) + page.text(label, .faint)
        return page.hanging(
            page.text(page.shortened(text)),
            after: label.padded(to: start),
            indent: start
        )
    }

    private func facts(_ probe: ProbeObservation) -> [(label: String, text: String)] {
        var facts = [("outcome", SessionsSection.outcome(probe))]
        facts += SessionsSection.times(probe).map { ("time", $0) }
        if !probe.rawBytes.isEmpty { facts.append(("received", SafeText.escape(probe.rawBytes))) }
        facts += lines("greeting", probe.greeting)
        if probe.reply != probe.greeting { facts += lines("reply", probe.reply) }
        let offers = probe.capabilities.list.map(\.line)
        if !offers.isEmpty { facts.append(("offers", offers.joined(separator: ", "))) }
        if probe.usedHELO { facts.append(("hello", "EHLO was refused and HELO accepted")) }
        facts += SessionsSection.encryption(probe).enumerated().map { ($0 == 0 ? "TLS" : "", $1) }
        if probe.acceptance != .notTested {
            facts.append(("recipient", probe.acceptance.rawValue))
            facts += lines("", probe.acceptanceReply)
        }
        return facts
    }

    private func lines(_ label: String, _ reply: Reply?) -> [(label: String, text: String)] {
        guard let reply else { return [] }
        let limit = SessionsSection.maximumReplyLines
        var lines = reply.lines.prefix(limit).map { "\(reply.code.value) \(SafeText.escape($0))" }
        if reply.lines.isEmpty { lines = ["\(reply.code.value)"] }
        if reply.lines.count > limit { lines.append("and \(reply.lines.count - limit) more lines") }
        return lines.enumerated().map { ($0 == 0 ? label : "", $1) }
    }

    /// The contract's word for the outcome, when it was clear, and what the system said.
    private static func outcome(_ probe: ProbeObservation) -> String {
        var facts = ["\(probe.outcome.rawValue) in phase \(probe.phase.rawValue)"]
        facts[0] += " after \(probe.timings.total.spokenText)"
        if let error = probe.systemError { facts.append("\(error.call): \(error.name)") }
        if let icmp = probe.icmp {
            let sender = icmp.sender.map { " from \($0)" } ?? ""
            facts.append("ICMP type \(icmp.type) code \(icmp.code)\(sender)")
        }
        if let again = probe.synRetransmits, again > 0 {
            facts.append("SYN sent \(again + 1) times")
        }
        return facts.joined(separator: ", ")
    }

    private static func times(_ probe: ProbeObservation) -> [String] {
        let timings = probe.timings
        let phases: [(String, Duration?)] = [
            ("connect", timings.connect), ("greeting", timings.greeting), ("ehlo", timings.ehlo),
            ("starttls", timings.starttls), ("recipient", timings.acceptance),
        ]
        let known = phases.compactMap { name, time in time.map { "\(name) \($0.spokenText)" } }
        return known.isEmpty ? [] : [known.joined(separator: ", ")]
    }

    private static func encryption(_ probe: ProbeObservation) -> [String] {
        var facts: [String] = []
        switch probe.startTLS {
        case .refused(let reply): facts.append("STARTTLS refused: \(reply.summary)")
        case .failed(let reason): facts.append("STARTTLS failed: \(reason)")
        case .notOffered, .notTried, .established: break
        }
        if let error = probe.tlsError { facts.append("handshake failed: \(error)") }
        guard let tls = probe.tls else { return facts }
        facts.append([TLSSection.fact(probe) ?? tls.version, tls.cipher].joined(separator: ", "))
        let end = tls.notAfter.flatMap { Timestamp(secondsSince1970: $0)?.date }
        facts.append(
            "certificate for \(tls.names.isEmpty ? "no name" : tls.names.joined(separator: ", "))"
                + (end.map { ", ends \($0)" } ?? "")
        )
        return facts
    }
}
