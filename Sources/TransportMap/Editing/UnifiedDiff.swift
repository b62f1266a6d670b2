import ProbeModel

/// A plan as a unified diff, the form that `diff -u` prints and `patch` reads.
public struct UnifiedDiff: Hashable, Sendable {
    /// The lines of context around a change.
    public static let contextLines = 3

    /// The diff; empty when nothing changes.
    public let bytes: [UInt8]

    /// Writes the diff of a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - oldName: The name of the file as it is.
    ///   - newName: The name of the file as it is to be.
    public init(of plan: EditPlan, oldName: String, newName: String) {
        let changes = plan.changedLines
        guard !changes.isEmpty else {
            bytes = []
            return
        }
        let file = FileLines(plan.original)
        var text = Array("--- \(oldName)\n+++ \(newName)\n".utf8)
        for hunk in Self.hunks(of: changes) { text += Self.text(of: hunk, in: file) }
        bytes = text
    }

    /// The diff with control characters other than tabs made visible, for a terminal.
    public var safeText: String {
        bytes.split(separator: .newline, omittingEmptySubsequences: false)
            .map { line in
                line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                    .map { SafeText.escape($0) }
                    .joined(separator: "\t")
            }
            .joined(separator: "\n")
    }

    /// The changes in groups that share their context.
    private static func hunks(of changes: [LineChange]) -> [[LineChange]] {
        var hunks: [[LineChange]] = []
        for change in changes {
            if let last = hunks.last?.last,
                change.oldLines.lowerBound - last.oldLines.upperBound <= 2 * contextLines
            {
                hunks[hunks.count - 1].append(change)
            } else {
                hunks.append([change])
            }
        }
        return hunks
    }

    private static func text(of hunk: [LineChange], in file: FileLines) -> [UInt8] {
        guard let first = hunk.first, let last = hunk.last else { return [] }
        let start = max(first.oldLines.lowerBound - contextLines, 1)
        let end = min(last.oldLines.upperBound + contextLines, file.count + 1)
        let growth = hunk.reduce(0) { $0 + $1.added.count - $1.removed.count }
        let newStart = first.newLines.lowerBound - (first.oldLines.lowerBound - start)
        var body: [UInt8] = []
        var position = start
        for change in hunk {
            for line in position..<change.oldLines.lowerBound {
                body += marked(file[line], with: " ")
            }
            for line in change.removed { body += marked(line, with: "-") }
            for line in change.added { body += marked(line, with: "+") }
            position = change.oldLines.upperBound
        }
        for line in position..<end { body += marked(file[line], with: " ") }
        let old = span(start, end - start)
        let new = span(newStart, end - start + growth)
        return Array("@@ -\(old) +\(new) @@\n".utf8) + body
    }

    /// A span of lines; one without lines is named by the line before it.
    private static func span(_ start: Int, _ count: Int) -> String {
        switch count {
        case 0: "\(start - 1),0"
        case 1: "\(start)"
        default: "\(start),\(count)"
        }
    }

    private static func marked(
        _ line: some BidirectionalCollection<UInt8>,
        with sign: Character
    ) -> [UInt8] {
        let text = Array(String(sign).utf8) + line
        guard line.last != .newline else { return text }
        return text + Array("\n\\ No newline at end of file\n".utf8)
    }
}
