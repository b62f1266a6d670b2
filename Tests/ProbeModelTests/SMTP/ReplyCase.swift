import ProbeModel
import Testing

/// Bytes from a server, and what a reader makes of them.
struct ReplyCase: CustomTestStringConvertible, Sendable {
    enum Expectation: Equatable, Sendable {
        /// Replies as `CODE|line|line`, then nothing more.
        case replies([String])
        /// Replies, then bytes that are no reply.
        case refused(ReplyRefusal.Reason, after: [String])
        /// Replies, then a beginning that may become one.
        case incomplete(after: [String])
    }

    let bytes: [UInt8]
    let expectation: Expectation

    static func replies(_ text: String, _ replies: String...) -> ReplyCase {
        ReplyCase(bytes: Array(text.utf8), expectation: .replies(replies))
    }

    static func refused(
        _ text: String,
        _ reason: ReplyRefusal.Reason,
        after replies: String...
    ) -> ReplyCase {
        ReplyCase(bytes: Array(text.utf8), expectation: .refused(reason, after: replies))
    }

    static func incomplete(_ text: String, after replies: String...) -> ReplyCase {
        ReplyCase(bytes: Array(text.utf8), expectation: .incomplete(after: replies))
    }

    var testDescription: String {
        let shown = SafeText.escape(bytes.prefix(60))
        return bytes.count > 60 ? "\(shown)… (\(bytes.count) bytes)" : shown
    }
}

/// Everything that a reader makes of bytes that come in the given pieces.
func read(_ pieces: [[UInt8]]) -> (ReplyCase.Expectation, ReplyRefusal?) {
    var reader = ReplyReader()
    var replies: [String] = []
    for piece in pieces {
        reader.append(piece)
        while let next = reader.next() {
            switch next {
            case .success(let reply):
                let lines = reply.lines.map { SafeText.escape($0) }
                replies.append((["\(reply.code.value)"] + lines).joined(separator: "|"))
            case .failure(let refusal):
                return (.refused(refusal.reason, after: replies), refusal)
            }
        }
    }
    return (reader.hasUnreadBytes ? .incomplete(after: replies) : .replies(replies), nil)
}
