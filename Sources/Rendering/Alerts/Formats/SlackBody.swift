import AlertPolicy

/// A message for a Slack incoming webhook: blocks, and a text for notifications.
///
/// `verbatim` keeps Slack from making links and mentions of what looks like one.
struct SlackBody: Sendable {
    /// The longest text of a section, in characters (Block Kit); escaping makes one character up to five.
    private static let sectionLimit = 3000

    let words: AlertWords

    init(_ event: AlertEvent) { words = AlertWords(event) }

    var value: JSONValue {
        [
            "text": .string(ChatText.slack(ChatText.withoutLinks(words.title))),
            "blocks": .array(
                [section("*\(ChatText.slack(words.title))*\n\(ChatText.slack(words.summary))")]
                    + list("", words.facts.map { "*\($0.name):* \(ChatText.slack($0.text))" })
                    + list("*Why*\n", words.evidence.map { "• \(ChatText.slack($0))" })
            ),
            "unfurl_links": .bool(false),
            "unfurl_media": .bool(false),
        ]
    }

    /// As many whole lines as fit a section; none where there are none.
    private func list(_ head: String, _ lines: [String]) -> [JSONValue] {
        var text = head
        for line in lines where text.utf8.count + line.utf8.count < SlackBody.sectionLimit {
            text += (text == head ? "" : "\n") + line
        }
        return text == head ? [] : [section(text)]
    }

    private func section(_ text: String) -> JSONValue {
        [
            "type": "section",
            "text": ["type": "mrkdwn", "text": .string(text), "verbatim": .bool(true)],
        ]
    }
}
