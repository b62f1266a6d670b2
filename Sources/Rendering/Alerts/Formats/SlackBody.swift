import AlertPolicy

/// A message for a Slack incoming webhook: blocks, and a text for notifications.
///
/// `verbatim` keeps Slack from making links and mentions of what looks like one.
struct SlackBody: Sendable {
    /// The longest text of a section, in characters (Block Kit).
    private static let sectionLimit = 3000
    /// The longest title, and the longest sentence or line, once escaped: together they fit a section.
    private static let titleLimit = 1000
    private static let lineLimit = 1900
    /// What escaping makes of one character, at most (`&amp;`).
    private static let longestEscape = 5

    let words: AlertWords

    init(_ event: AlertEvent) { words = AlertWords(event) }

    var value: JSONValue {
        [
            "text": .string(
                escaped(ChatText.withoutLinks(words.title), SlackBody.titleLimit)
            ),
            "blocks": .array(
                [section("*\(title)*\n\(line(words.summary))")]
                    + list("", words.facts.map { "*\($0.name):* \(line($0.text))" })
                    + list("*Why*\n", words.evidence.map { "• \(line($0))" })
            ),
            "unfurl_links": .bool(false),
            "unfurl_media": .bool(false),
        ]
    }

    private var title: String { escaped(words.title, SlackBody.titleLimit) }

    private func line(_ text: String) -> String { escaped(text, SlackBody.lineLimit) }

    /// Cut before it is escaped, so that no entity is cut; text that fits is whole.
    private func escaped(_ text: String, _ limit: Int) -> String {
        let whole = ChatText.slack(text)
        return whole.utf8.count <= limit
            ? whole
            : ChatText.slack(BoundedText.cut(text, bytes: limit / SlackBody.longestEscape))
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
