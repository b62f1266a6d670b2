import ProbeModel

/// A comment at the head of a file which says that a program owns it.
///
/// Such a file is never written: the next run of that program would undo the change, or trip over
/// it.
public struct ManagedHeader: Hashable, Sendable {
    /// How many lines from the top are looked at.
    ///
    /// Headers come first, but a licence or a version-control keyword may stand above them.
    public static let searchedLines = 40

    /// The program, as it is usually written; `nil` where the comment names none that is known.
    public let tool: String?

    /// The line of the comment, from 1.
    public let line: Int

    /// The comment, escaped for people to read.
    public let text: String

    /// Looks for a header; `nil` when there is none.
    public static func find(in bytes: [UInt8]) -> ManagedHeader? {
        let scanner = LineScanner(bytes: bytes)
        var position = 0
        var line = 1
        while position < bytes.count, line <= searchedLines {
            let end = scanner.endOfLine(from: position)
            let content = bytes[position..<end].trimmingTrailingSpace
            if let words = CommentWords(content), ManagedBlock.edge(in: words) == nil,
                let owner = ManagedWording.owner(in: words)
            {
                return ManagedHeader(tool: owner.tool, line: line, text: SafeText.escape(content))
            }
            position = end
            line += 1
        }
        return nil
    }
}
