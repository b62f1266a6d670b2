import ProbeModel

/// What to do, numbered, each with the entry to copy and the reason.
struct RecommendationsSection: Sendable {
    let diagnosis: DomainDiagnosis
    let page: Page

    var lines: [StyledText] {
        diagnosis.recommendations.filter { $0.action != .none }.enumerated().flatMap {
            lines($1, number: $0 + 1)
        }
    }

    private func lines(_ item: Recommendation, number: Int) -> [StyledText] {
        let label = number == 1 ? "Do" : ""
        let lead = page.text("\(number).")
        let title = page.text(RecommendationsSection.title(item) + ":", .strong)
        let reason = page.text(page.shortened(item.reason))
        guard item.action == .setTransport, let result = item.result else {
            return page.paragraph(title + page.text(" ") + reason, label: label, lead: lead)
        }
        let entry = item.pattern.map { "\($0)  \(result)" } ?? result
        let indent = page.bodyStart + lead.width + 1
        return page.paragraph(title, label: label, lead: lead)
            + [page.verbatim(entry, indent: indent + 2)]
            + page.hanging(reason, after: .spaces(indent), indent: indent)
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
