import AlertPolicy
import ProbeModel

/// A message for a Microsoft Teams workflow: an Adaptive Card.
///
/// All text stands in text runs, which, unlike text blocks and facts, know no Markdown (Adaptive Cards 1.2).
struct TeamsBody: Sendable {
    let words: AlertWords

    init(_ event: AlertEvent) { words = AlertWords(event) }

    var value: JSONValue {
        [
            "type": "message",
            "attachments": [
                [
                    "contentType": "application/vnd.microsoft.card.adaptive",
                    "contentUrl": .null,
                    "content": card,
                ]
            ],
        ]
    }

    private var card: JSONValue {
        var body = [
            block([run(words.title, ["size": "Large", "weight": "Bolder", "color": color])]),
            block([run(words.summary)]),
        ]
        body += words.facts.map { fact in
            block([run(fact.name + ": ", ["weight": "Bolder"]), run(fact.text)])
        }
        body += words.evidence.map { block([run("• " + $0, ["isSubtle": .bool(true)])]) }
        return [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": .array(body),
        ]
    }

    private func block(_ runs: [JSONValue]) -> JSONValue {
        ["type": "RichTextBlock", "inlines": .array(runs)]
    }

    private func run(_ text: String, _ style: JSONValue = [:]) -> JSONValue {
        guard case .object(let members) = style else { return .null }
        let text = JSONValue.string(ChatText.withoutLinks(text))
        return .object(
            [.init(key: "type", value: "TextRun"), .init(key: "text", value: text)] + members
        )
    }

    private var color: JSONValue {
        switch words.event.new.severity {
        case .ok: "Good"
        case .warning: "Warning"
        case .critical: "Attention"
        case .unknown: "Default"
        }
    }
}
