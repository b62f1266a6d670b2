/// The words of a reply in lower case and without punctuation, for finding phrases in them.
///
/// Texts are free-form, so what is found is a hint about a reply that its code leaves open, and never
/// more than that.
struct ReplyWords {
    /// A phrase in lower case, its words parted by single spaces.
    struct Phrase: ExpressibleByStringLiteral, Sendable {
        /// The phrase with a space on both sides, so that it only matches whole words.
        let bytes: [UInt8]

        /// Creates a phrase.
        init(stringLiteral text: StaticString) {
            bytes = text.withUTF8Buffer { [ReplyWords.space] + $0 + [ReplyWords.space] }
        }
    }

    /// How much of a reply is read, in bytes; a longer text than this is no explanation.
    private static let maximumLength = 4096

    /// The words, with a space before, between and after them.
    private let bytes: [UInt8]

    /// Splits a reply's text into words.
    ///
    /// - Parameters:
    ///   - reply: The reply, whose lines are read as one text.
    ///   - dropsAddresses: Whether mail addresses and links are left out: they are echoed or made up of
    ///     names, which may contain any word.
    init(_ reply: Reply, dropsAddresses: Bool = false) {
        var bytes = [ReplyWords.space]
        for line in reply.lines where bytes.count < ReplyWords.maximumLength {
            for token in line.split(separator: ReplyWords.space) {
                if dropsAddresses, ReplyWords.isAddress(token) { continue }
                ReplyWords.append(token, to: &bytes)
            }
        }
        self.bytes = bytes
    }

    /// Whether one of the phrases occurs.
    func containsAny(of phrases: [Phrase]) -> Bool {
        phrases.contains { contains($0.bytes) }
    }

    private static let space = UInt8(ascii: " ")

    private static func isAddress(_ token: ArraySlice<UInt8>) -> Bool {
        token.contains(UInt8(ascii: "@"))
            || zip(token, token.dropFirst()).contains { $0 == colon && $1 == slash }
    }

    private static let colon = UInt8(ascii: ":")
    private static let slash = UInt8(ascii: "/")

    /// Appends a token, folded, every run of other characters as one space, and a space after it.
    private static func append(_ token: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        for byte in token {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 32)
            default: if bytes.last != space { bytes.append(space) }
            }
        }
        if bytes.last != space { bytes.append(space) }
    }

    private func contains(_ phrase: [UInt8]) -> Bool {
        guard bytes.count >= phrase.count else { return false }
        return (0...bytes.count - phrase.count).contains { start in
            bytes[start..<start + phrase.count].elementsEqual(phrase)
        }
    }
}
