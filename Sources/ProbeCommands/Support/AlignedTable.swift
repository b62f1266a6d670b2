import ProbeModel

/// Rows of text in columns, escaped and without colours.
enum AlignedTable {
    /// The widest that a column is made; a longer text pushes its own line out and no other.
    private static let widest = 40

    /// The rows as lines, each column as wide as its longest text; the last one ends as it is.
    static func lines(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map { SafeText.escape($0) } }
        var widths: [Int] = []
        for row in rows {
            for (column, text) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], min(text.count, widest))
            }
        }
        return rows.map { row in
            let line = zip(row, widths).map { text, width in
                text + String(repeating: " ", count: max(0, width - text.count))
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
