import ProbeModel

extension Reply {
    /// The one reply that a text with its line endings is.
    static func parsing(_ text: String) throws -> Reply {
        var reader = ReplyReader()
        reader.append(Array(text.utf8))
        guard let reply = try reader.next()?.get(), !reader.hasUnreadBytes else {
            throw NotOneReply(text: text)
        }
        return reply
    }

    private struct NotOneReply: Error {
        let text: String
    }
}
