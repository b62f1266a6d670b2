import ProbeModel

/// What to do, numbered, each with the entry to copy and the reason.
struct RecommendationsSection: Sendable {
    let diagnosis: DomainDiagnosis
    let page: Page

    var lines: [StyledText] {
        diagnosis.recommendations.filter { $0.action != .none }.enumerated().flatMap {
            index,
            item in
            let number = page.text("\(index + 1).")
            let body =
                page.text(RecommendationsSection.title(item) + ": ", .strong)
                + page.text(item.reason)
            return page.paragraph(body, label: index == 0 ? "Do" : "", lead: number) + entry(item)
        }
    }

    /// The transport entry to copy, on a line of its own.
    private func entry(_ item: Recommendation) -> [StyledText] {
        guard item.action == .setTransport, let result = item.result else { return [] }
        let entry = item.pattern.map { "\($0)  \(result)" } ?? result
        return [page.verbatim(entry, indent: page.bodyStart + 6)]
    }

    /// The kind of change as an order.
    static func title(_ item: Recommendation) -> String {
        switch item.action {
        case .none: return "Nothing"
        case .setTransport:
            return item.verified
                ? "Set this transport entry (it took a test recipient)"
                : "Set this transport entry (not verified)"
        case .restoreTransport:
            return "Restore the transport entry" + (item.pattern.map { " of \($0)" } ?? "")
        case .useRelayhost:
            return "Send through " + (item.result.map { "the relayhost \($0)" } ?? "a relayhost")
        case .openAlternatePort: return "Open another port on the main server"
        case .requestUnblock: return "Ask your provider to open port 25"
        case .fixLocalFirewall: return "Let port 25 out of this machine's firewall"
        case .preferAddressFamily: return "Use one address family only"
        case .fixDNS: return "Correct the DNS"
        case .contactRemote: return "Tell the people who run the mail server"
        }
    }
}
