/// The words of a comment line, in small letters, for telling what it says.
struct CommentWords {
    let words: [String]

    /// Reads a line; `nil` when it is no comment, or one of our own markers.
    init?(_ line: ArraySlice<UInt8>) {
        guard line.drop(while: \.isSpace).first == .hash,
            !line.starts(with: DiversionMarker.signature)
        else { return nil }
        words = line.split { !$0.isDigit && !(97...122).contains($0.lowercased) }
            .map { String(decoding: $0.asciiLowercased, as: UTF8.self) }
    }

    /// Where a phrase begins.
    func position(of phrase: [String]) -> Int? {
        guard words.count >= phrase.count else { return nil }
        return (0...(words.count - phrase.count)).first { start in
            words[start..<(start + phrase.count)] == phrase[...]
        }
    }

    /// Whether a phrase is there.
    func says(_ phrase: String) -> Bool {
        position(of: phrase.split(separator: " ").map(String.init)) != nil
    }
}
