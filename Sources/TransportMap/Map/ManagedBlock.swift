/// Lines inside a file that a configuration manager owns, between two comments of its own.
struct ManagedBlock: Hashable {
    /// The lines, the two comments included; to the end of the file where the second is missing.
    let lines: ClosedRange<Int>

    /// The comment that begins or ends a block.
    enum Edge {
        case begin
        case end
    }

    /// What a comment is: Ansible's `blockinfile`, Salt's `file.blockreplace`.
    static func edge(in comment: CommentWords) -> Edge? {
        guard let first = comment.words.first,
            comment.says("managed block") || comment.says("managed zone")
        else { return nil }
        if first == "begin" || first == "start" { return .begin }
        return first == "end" ? .end : nil
    }

    /// The blocks of a file in order.
    static func blocks(in bytes: [UInt8]) -> [ManagedBlock] {
        var blocks: [ManagedBlock] = []
        var begin: Int?
        let scanner = LineScanner(bytes: bytes)
        var position = 0
        var line = 1
        while position < bytes.count {
            let end = scanner.endOfLine(from: position)
            if bytes[position] == .hash, let comment = CommentWords(bytes[position..<end]) {
                switch edge(in: comment) {
                case .begin: begin = begin ?? line
                case .end:
                    if let start = begin { blocks.append(ManagedBlock(lines: start...line)) }
                    begin = nil
                case nil: break
                }
            }
            position = end
            line += 1
        }
        if let begin { blocks.append(ManagedBlock(lines: begin...max(begin, line - 1))) }
        return blocks
    }
}
