import ProbeModel

/// Every session of a domain, for `--verbose`: phases and times, replies, capabilities, certificate.
struct SessionsSection: Sendable {
    /// The most lines of one reply that are shown; the JSON has all of them.
    private static let maximumReplyLines = 12

    /// The most characters of one line or list that are shown: five lines of prose.
    private static let maximumCharacters = 500

    let observation: DomainObservation
    let page: Page

    /// A block of lines per session.
    var blocks: [[StyledText]] {
        observation.probes.map { probe in
            let title = page.text(probe.endpoint.description, .strong)
            let words = EndpointWords(probe)
            let sentence =
                page.text(hosts(probe)) + page.sign(words.mark)
                + page.text(" \(words.words) (\(probe.outcome.rawValue), \(probe.phase.rawValue))")
            return page.hanging(
                sentence,
                after: .spaces(Page.margin) + title + .spaces(1),
                indent: 4
            )
                + details(probe).flatMap { detail($0.label, $0.text) }
        }
    }

    private func hosts(_ probe: ProbeObservation) -> String {
        let hosts = observation.resolution.hosts
            .filter { $0.addresses.contains(probe.endpoint.address) }
            .map { page.name($0.exchange) }
        return hosts.isEmpty ? "" : "(\(hosts.joined(separator: ", "))) "
    }

    private func detail(_ label: String, _ text: String) -> [StyledText] {
        let prefix = (.spaces(4) + page.text(label, .faint)).padded(to: 16)
        return page.hanging(page.text(shortened(text)), after: prefix, indent: 16)
    }

    private func shortened(_ text: String) -> String {
        text.count <= SessionsSection.maximumCharacters
            ? text
            : text.prefix(SessionsSection.maximumCharacters) + page.options.signs.ellipsis
    }

    private func details(_ probe: ProbeObservation) -> [(label: String, text: String)] {
        var details = [("time", SessionsSection.times(probe))]
        details += SessionsSection.network(probe).map { ("network", $0) }
        if !probe.rawBytes.isEmpty { details.append(("received", SafeText.escape(probe.rawBytes))) }
        details += lines("greeting", probe.greeting)
        if probe.reply != probe.greeting { details += lines("reply", probe.reply) }
        let offers = probe.capabilities.list.map(\.line)
        if !offers.isEmpty { details.append(("offers", offers.joined(separator: ", "))) }
        if probe.usedHELO { details.append(("hello", "EHLO was refused and HELO accepted")) }
        details += SessionsSection.encryption(probe).map { ("TLS", $0) }
        if probe.acceptance != .notTested {
            details.append(("recipient", probe.acceptance.rawValue))
            details += lines("", probe.acceptanceReply)
        }
        return details
    }

    private func lines(_ label: String, _ reply: Reply?) -> [(label: String, text: String)] {
        guard let reply else { return [] }
        let limit = SessionsSection.maximumReplyLines
        var lines = reply.lines.prefix(limit).map { "\(reply.code.value) \(SafeText.escape($0))" }
        if reply.lines.isEmpty { lines = ["\(reply.code.value)"] }
        if reply.lines.count > limit { lines.append("and \(reply.lines.count - limit) more lines") }
        return lines.enumerated().map { ($0 == 0 ? label : "", $1) }
    }

    private static func times(_ probe: ProbeObservation) -> String {
        let timings = probe.timings
        let phases: [(String, Duration?)] = [
            ("connect", timings.connect), ("greeting", timings.greeting), ("ehlo", timings.ehlo),
            ("starttls", timings.starttls), ("recipient", timings.acceptance),
            ("in all", timings.total),
        ]
        return phases.compactMap { name, time in time.map { "\(name) \($0.spokenText)" } }
            .joined(separator: ", ")
    }

    private static func network(_ probe: ProbeObservation) -> [String] {
        var facts: [String] = []
        if let error = probe.systemError { facts.append("\(error.call): \(error.name)") }
        if let icmp = probe.icmp {
            let sender = icmp.sender.map { " from \($0)" } ?? ""
            facts.append("ICMP type \(icmp.type) code \(icmp.code)\(sender)")
        }
        if let again = probe.synRetransmits, again > 0 {
            facts.append("SYN sent \(again + 1) times")
        }
        return facts.isEmpty ? [] : [facts.joined(separator: "; ")]
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
