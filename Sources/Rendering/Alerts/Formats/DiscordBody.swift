import AlertPolicy
import ProbeModel

/// A message for a Discord webhook: one embed, and nobody mentioned.
struct DiscordBody: Sendable {
    /// The longest title, field and whole embed, in characters (embed limits of Discord's message resource).
    private static let titleLimit = 256
    private static let fieldLimit = 1024
    private static let wholeLimit = 6000

    let words: AlertWords

    init(_ event: AlertEvent) { words = AlertWords(event) }

    var value: JSONValue {
        [
            "embeds": [
                [
                    "title": .string(escaped(words.title, DiscordBody.titleLimit)),
                    "description": .string(ChatText.discord(words.summary)),
                    "color": .integer(color),
                    "timestamp": .time(words.event.time),
                    "fields": .array(fields),
                ]
            ],
            "allowed_mentions": ["parse": []],
        ]
    }

    /// As many fields as fit the embed.
    private var fields: [JSONValue] {
        let why = words.evidence.isEmpty ? [] : [("Why", words.evidence.joined(separator: "\n"))]
        var room =
            DiscordBody.wholeLimit - DiscordBody.titleLimit
            - ChatText.discord(words.summary).utf8.count
        return (words.facts + why).compactMap { name, text in
            let value = escaped(text, DiscordBody.fieldLimit)
            room -= name.utf8.count + value.utf8.count
            guard room >= 0 else { return nil }
            return ["name": .string(name), "value": .string(value)]
        }
    }

    /// Cut so that it fits even if every character needs a backslash; text that needs none is not cut for that.
    private func escaped(_ text: String, _ limit: Int) -> String {
        let whole = ChatText.discord(text)
        return whole.utf8.count <= limit
            ? whole : ChatText.discord(BoundedText.cut(text, bytes: limit / 2))
    }

    /// Green, amber, red and grey, as 24-bit RGB.
    private var color: Int64 {
        switch words.event.new.severity {
        case .ok: 0x2e_a0_43
        case .warning: 0xd2_99_22
        case .critical: 0xda_36_33
        case .unknown: 0x6e_76_81
        }
    }
}
