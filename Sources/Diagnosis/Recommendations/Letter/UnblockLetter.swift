public import ProbeModel

/// The request to a provider to open port 25, with the proof, ready to send.
///
/// It holds addresses, names of hosts and what was measured; nothing secret. Lines are at most ``width``
/// columns long, but for single words that are longer.
public struct UnblockLetter: Hashable, Sendable {
    /// The longest line in columns, which plain-text mail has kept to for ever (RFC 5322 section 2.1.1 advises 78).
    public static let width = 72

    /// How many domains are named before the rest is only counted.
    static let maximumDomains = 5

    /// How many controls are shown for a family.
    static let maximumControls = 8

    /// The whole letter, with a subject line, ending in a line feed.
    public let text: String

    /// Writes the letter; `nil` where nobody but this machine and the mail hosts stops port 25.
    ///
    /// - Parameters:
    ///   - domains: The domains whose mail waits.
    ///   - egress: This machine's port 25 per family.
    ///   - context: When the run was, and this machine's addresses and names.
    public init?(domains: [DomainName], egress: [EgressReport], context: AdviceContext) {
        let reports = egress.filter { $0.verdict.isElsewhere }
        guard !reports.isEmpty else { return nil }
        let senders = LetterSenders(reports, context)
        let provider = ProviderPolicies.provider(for: reports, ownNames: context.ownNames)
        var page = LetterPage()
        page.line(UnblockLetter.subject(reports, senders))
        page.gap()
        page.line("Hello\(provider.map { " \($0.name) team" } ?? ""),")
        page.gap()
        page.paragraph(UnblockLetter.opening(reports, context))
        page.gap()
        for sender in senders.lines { page.paragraph(sender, indent: 4) }
        page.gap()
        page.paragraph(UnblockLetter.need(domains))
        page.gap()
        page.paragraph(UnblockLetter.measured(reports, context))
        for report in reports { UnblockLetter.proof(report, on: &page) }
        page.gap()
        page.line("What we ask you to do:")
        page.gap()
        for (number, request) in UnblockLetter.requests(reports).enumerated() {
            page.paragraph(request, bullet: "\(number + 1).")
        }
        page.gap()
        page.line("Thank you.")
        text = page.text
    }

    private static func subject(_ reports: [EgressReport], _ senders: LetterSenders) -> String {
        let subject = "Subject: outgoing TCP port 25 \(state(reports))"
        let long = "\(subject) for \(senders.short)"
        return long.count <= width ? long : subject
    }

    private static func state(_ reports: [EgressReport]) -> String {
        if reports.contains(where: { $0.verdict == .blocked }) { return "is blocked" }
        return reports.contains { $0.verdict == .intercepted } ? "is intercepted" : "is throttled"
    }

    private static func opening(_ reports: [EgressReport], _ context: AdviceContext) -> String {
        let server = context.hostname.map { "our mail server \(SafeText.escape($0))" }
        let families = reports.map(\.family.label).asList
        let what: String
        switch state(reports) {
        case "is blocked": what = "cannot reach port 25 of other mail servers over \(families)"
        case "is intercepted":
            what =
                "reaches a device in between instead of port 25 of other mail servers over \(families)"
        default: what = "reaches port 25 of other mail servers now and then only over \(families)"
        }
        return
            "\(server ?? "our mail server") \(what). Please let outgoing TCP connections to port 25 "
            + "pass unchanged from:"
    }

    private static func measured(_ reports: [EgressReport], _ context: AdviceContext) -> String {
        let when = context.startedAt.isEmpty ? "" : " at \(SafeText.escape(context.startedAt))"
        let tool = "Measured\(when) with mxprobe."
        guard reports.contains(where: { !$0.controls.isEmpty }) else { return tool }
        return
            "\(tool) Attempts on port 25 began together with attempts on another port of the same "
            + "address, so that an outage of a host or of the line would have hit both."
    }

    private static func need(_ domains: [DomainName]) -> String {
        let port = "Mail between servers goes to port 25 (RFC 5321, section 4.5.4.2)"
        guard !domains.isEmpty else { return "\(port)." }
        let named = domains.prefix(maximumDomains).map(\.ascii)
        let rest = domains.count - named.count
        let list =
            rest > 0 ? named.joined(separator: ", ") + " and \(rest) more domains" : named.asList
        return "\(port), and mail for \(list) waits here because of this."
    }

    private static func proof(_ report: EgressReport, on page: inout LetterPage) {
        page.gap()
        page.paragraph(
            "\(report.family.label): port 25 \(PathText.manner(report))\(PathText.place(report))"
        )
        page.gap()
        for evidence in report.evidence {
            page.paragraph(SafeText.escape(evidence.message), bullet: "-")
        }
        guard !report.controls.isEmpty else { return }
        page.gap()
        if report.method == .drop, !report.traces.isEmpty {
            page.paragraph(
                "The counts above take in the SYNs of path traces. Without those:",
                indent: 2
            )
        }
        for control in report.controls.prefix(maximumControls) {
            page.paragraph("\(control.host) (\(control.address))", indent: 4)
            for line in LetterControl.lines(control) { page.paragraph(line, indent: 6) }
        }
    }

    private static func requests(_ reports: [EgressReport]) -> [String] {
        var requests = [
            "Open outgoing port 25 for the addresses above, or tell us what you need for it."
        ]
        if reports.contains(where: { $0.verdict == .intercepted }) {
            requests[0] = "Take the addresses above out of the redirection of port 25."
        }
        if let hop = reports.compactMap(\.blockedAt).first {
            let name = hop.address.map { "\($0)" } ?? "hop \(hop.distance)"
            requests.append(
                "If it is not you who stops it, tell us whose network begins after \(name)."
            )
        }
        return requests
    }
}
