import AlertPolicy
import ProbeModel

/// A message for an ntfy topic: plain text, and headers for everything else.
///
/// The JSON form goes to the server's root and names the topic, which only the URL knows.
struct NtfyBody: Sendable {
    /// The longest message that is shown and not turned into an attachment, in bytes (ntfy).
    private static let messageLimit = 4096
    /// The longest title, in bytes; what a lock screen shows is shorter.
    private static let titleLimit = 250

    let words: AlertWords

    init(_ event: AlertEvent) { words = AlertWords(event) }

    var body: AlertBody {
        let lines =
            [words.summary] + words.facts.map { "\($0.name): \($0.text)" }
            + words.evidence.map { "- \($0)" }
        let message = BoundedText.cut(
            ChatText.withoutLinks(lines.joined(separator: "\n")),
            bytes: NtfyBody.messageLimit
        )
        return AlertBody(
            contentType: "text/plain; charset=utf-8",
            headers: [
                .init(name: "X-Title", value: title),
                .init(name: "X-Priority", value: priority),
                .init(name: "X-Tags", value: tag),
            ],
            pieces: [.bytes(Array(message.utf8))]
        )
    }

    private var title: String {
        let plain = ChatText.header(ChatText.withoutLinks(words.title))
        return plain.utf8.count <= NtfyBody.titleLimit
            ? plain : plain.prefix(NtfyBody.titleLimit - 3) + "..."
    }

    /// Four makes a telephone ring longer; five, which cannot be slept through, is the receiver's to choose.
    private var priority: String {
        switch words.event.new.severity {
        case .critical: "4"
        case .warning, .unknown: "3"
        case .ok: "3"
        }
    }

    /// ntfy shows these short codes as signs.
    private var tag: String {
        switch words.event.new.severity {
        case .critical: "rotating_light"
        case .warning: "warning"
        case .unknown: "question"
        case .ok: "white_check_mark"
        }
    }
}
