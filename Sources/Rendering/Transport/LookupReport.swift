package import PostfixModel
import ProbeModel
import TransportMap

/// What `transport lookup` prints: what Postfix would do with mail, and which line of which file says so.
package struct LookupReport: Sendable {
    /// One address or domain, as it was asked for, and what Postfix would do.
    package typealias Answer = (subject: String, decision: RouteDecision)

    /// The name and major version of the JSON format.
    package static let schema = "mxprobe.transport-lookup/1"

    /// The answers, in the order asked.
    package var answers: [Answer]

    /// Creates a report.
    package init(answers: [Answer]) { self.answers = answers }

    /// The report as text; every line ends with a line break.
    package func text(options: TextOptions) -> String {
        let page = Page(options: options, names: [:], labels: ["Parameters"])
        return answers.map { lines($0, page) }
            .joined(separator: [StyledText()])
            .map { $0.trimmed.painted(color: options.color) + "\n" }
            .joined()
    }

    private func lines(_ answer: Answer, _ page: Page) -> [StyledText] {
        let decision = answer.decision
        let words = RouteWords(decision.route)
        var lines = page.hanging(
            page.text(answer.subject, .strong) + page.text(": " + words.delivery),
            after: StyledText(),
            indent: Page.margin
        )
        func add(_ label: String, _ text: String?) {
            guard let text else { return }
            lines += page.paragraph(page.text(page.shortened(text)), label: label)
        }
        add("Class", decision.addressClass.map(Self.words))
        if decision.match != nil { add("Entry", entry(decision, words)) }
        if decision.match == nil, !decision.parameters.isEmpty {
            add("Parameters", decision.parameters.joined(separator: ", "))
        }
        add("Transport", decision.delivery.map { transport($0.transport, decision.service) })
        add("Nexthop", decision.delivery?.nexthop)
        if let diversion = decision.route.diversion {
            add("Diverted", "by mxprobe; before: \(diversion.original ?? "no entry")")
        }
        for note in decision.notes { add("Note", "\(note.parameter): \(note.message)") }
        return lines
    }

    /// The entry, and that it stands in an index where no line of the text says so.
    private func entry(_ decision: RouteDecision, _ words: RouteWords) -> String? {
        let isIndexed = decision.table?.indexPaths.isEmpty == false
        guard isIndexed, !decision.route.isMatchedByPattern, decision.route.place?.line == nil
        else { return words.entry }
        return words.entry.map { "index of \($0)" }
    }

    private func transport(_ name: String, _ service: MasterService?) -> String {
        guard let service else { return "\(name), which master.cf does not have" }
        return service.command == name ? name : "\(name) (\(service.command) in master.cf)"
    }

    private static func words(_ addressClass: AddressClass) -> String {
        switch addressClass {
        case .local: return "local: a domain of this machine's own (mydestination)"
        case .virtualAlias: return "virtual alias domain (virtual_alias_domains)"
        case .virtualMailbox: return "virtual mailbox domain (virtual_mailbox_domains)"
        case .relay: return "relay domain (relay_domains)"
        case .default: return "elsewhere: none of this machine's domains"
        }
    }
}

extension LookupReport {
    /// The report for machines, as JSON text that ends with a line break.
    package var json: String {
        let document: JSONValue = [
            "schema": .text(Self.schema),
            "answers": .array(answers.map(Self.value)),
        ]
        return JSONWriter.text(document, layout: .pretty) + "\n"
    }

    private static func value(_ answer: Answer) -> JSONValue {
        let decision = answer.decision
        let route = decision.route
        return [
            "subject": .text(answer.subject),
            "class": .text(decision.addressClass?.rawValue),
            "source": .name(route.source),
            "pattern": .text(route.isMatchedByPattern ? nil : route.pattern),
            "result": .text(route.result),
            "map": .text(decision.table?.text),
            "file": .text(route.place?.file),
            "line": .number(route.place?.line),
            "transport": .text(decision.delivery?.transport),
            "nexthop": .text(decision.delivery?.nexthop),
            "parameters": .texts(decision.parameters),
            "diverted_by_mxprobe": .bool(route.diversion != nil),
            "original_result": .text(route.diversion?.original),
            "summary": .text(RouteWords(route).delivery),
            "notes": .texts(decision.notes.map { "\($0.parameter): \($0.message)" }),
        ]
    }
}
