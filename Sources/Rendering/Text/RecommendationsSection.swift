import ProbeModel

/// What to do, numbered, each with the entry to copy, the reason, and lines to copy where they are few.
struct RecommendationsSection: Sendable {
    /// The longest snippet that is always shown, in lines: a service of master.cf, two commands.
    private static let shortSnippet = 3

    /// How many notes are always shown: the rest is for whoever makes the change.
    private static let fewNotes = 2

    let diagnosis: DomainDiagnosis

    /// Whether the report tells before what becomes of port 25.
    let isCauseTold: Bool

    let page: Page

    var lines: [StyledText] {
        let all = diagnosis.recommendations
        let items = AdviceItem.items(all.filter { $0.action != .none }, isCauseTold: isCauseTold)
        if items.isEmpty { return nothing(all) }
        let remarks = all.filter { $0.action == .none }.flatMap { item in
            page.hanging(
                page.text("– " + page.shortened(item.reason)),
                after: .spaces(page.bodyStart),
                indent: page.bodyStart + 2
            )
        }
        return items.enumerated().flatMap { lines($1, number: $0 + 1) } + remarks
    }

    /// Why there is nothing to do, where something is not right, and what else was asked.
    private func nothing(_ all: [Recommendation]) -> [StyledText] {
        // The first says why, but for a healthy domain, where there is nothing to explain.
        let isExplained = diagnosis.verdict == .healthy || diagnosis.severity > .warning
        let shown = isExplained ? all[...] : all.dropFirst()
        return shown.enumerated().flatMap { index, item in
            page.paragraph(
                page.text(page.shortened(item.reason)),
                label: index == 0 ? "Do" : ""
            )
        }
    }

    private func lines(_ advice: AdviceItem, number: Int) -> [StyledText] {
        let item = advice.item
        let label = number == 1 ? "Do" : ""
        let lead = page.text("\(number).")
        let title = page.text(RecommendationsSection.title(item) + ":", .strong)
        let reason = page.text(page.shortened(advice.reason))
        let indent = page.bodyStart + lead.width + 1
        let rest =
            alternative(item, indent: indent) + notes(item, indent: indent)
            + snippets(advice.snippets, indent: indent)
        let isEntry = item.action == .setTransport || item.action == .restoreTransport
        guard isEntry, let result = item.result else {
            return page.paragraph(title + page.text(" ") + reason, label: label, lead: lead) + rest
        }
        return page.paragraph(title, label: label, lead: lead)
            + [page.verbatim(entry(item, result), indent: indent + 2)]
            + page.hanging(reason, after: .spaces(indent), indent: indent) + rest
    }

    private func entry(_ item: Recommendation, _ result: String) -> String {
        item.pattern.map { "\($0)  \(result)" } ?? result
    }

    /// The entry that serves as well.
    private func alternative(_ item: Recommendation, indent: Int) -> [StyledText] {
        guard let alternative = item.alternative else { return [] }
        return page.hanging(page.text("or:"), after: .spaces(indent), indent: indent)
            + [page.verbatim(entry(item, alternative), indent: indent + 2)]
    }

    private func notes(_ item: Recommendation, indent: Int) -> [StyledText] {
        let shown =
            page.options.isVerbose
            ? item.notes[...] : item.notes.prefix(RecommendationsSection.fewNotes)
        let hidden = item.notes.count - shown.count
        let more = hidden == 0 ? [] : ["\(hidden) more to mind: see --verbose"]
        return (shown + more).flatMap { note in
            page.hanging(
                page.sign(.neutral) + page.text(" " + page.shortened(note)),
                after: .spaces(indent),
                indent: indent + 2
            )
        }
    }

    /// Lines to copy, each below what it is for; long ones only when all is asked for.
    private func snippets(_ snippets: [Snippet], indent: Int) -> [StyledText] {
        let shown = snippets.filter {
            page.options.isVerbose || $0.lines.count <= RecommendationsSection.shortSnippet
        }
        let hidden = snippets.filter { !shown.contains($0) }
        let listed = shown.flatMap { snippet in
            // A title may end in a colon that belongs to what it names.
            let end = snippet.title.hasSuffix(":") ? "" : ":"
            return page.hanging(
                page.text(snippet.title + end),
                after: .spaces(indent),
                indent: indent
            )
                + snippet.lines.map { page.verbatim($0, indent: indent + 2) }
        }
        guard !hidden.isEmpty else { return listed }
        let titles = hidden.map(\.title).joined(separator: "; ")
        return listed
            + page.hanging(
                page.text("with --verbose: \(titles)", .faint),
                after: .spaces(indent),
                indent: indent + 2
            )
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
        case .requestUnblock: return "Have port 25 opened"
        case .fixLocalFirewall: return "Let port 25 out of this machine's firewall"
        case .preferAddressFamily: return "Prefer one address family"
        case .fixDNS: return "Correct the DNS"
        case .contactRemote: return "Contact the other side"
        }
    }
}
