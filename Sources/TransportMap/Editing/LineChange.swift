/// Neighbouring lines of a file that go, and those that come in their place.
public struct LineChange: Hashable, Sendable {
    /// The lines that go, counted from 1 in the old file; empty at the place of an insertion.
    public let oldLines: Range<Int>

    /// The lines that come, counted from 1 in the new file.
    public let newLines: Range<Int>

    /// The lines that go, each with its newline; only the file's last may lack one.
    public let removed: [[UInt8]]

    /// The lines that come, each with its newline.
    public let added: [[UInt8]]

    /// The changes that a plan makes, in file order.
    static func changes(of plan: EditPlan) -> [LineChange] {
        var changes: [LineChange] = []
        var line = 1
        var counted = 0
        var shift = 0
        for region in EditRegion.regions(of: plan) {
            let range = region.range
            line += plan.original[counted..<range.lowerBound].lineCount
            counted = range.lowerBound
            guard let change = change(in: region, of: plan, firstLine: line, shift: shift)
            else { continue }
            changes.append(change)
            shift += change.added.count - change.removed.count
        }
        return changes
    }

    /// The lines of a region that differ: what both begin and end with is left out.
    private static func change(
        in region: EditRegion,
        of plan: EditPlan,
        firstLine: Int,
        shift: Int
    ) -> LineChange? {
        let old = plan.original[region.range].physicalLines
        let new = region.text(in: plan.original)[...].physicalLines
        let prefix = zip(old, new).prefix { $0 == $1 }.count
        let limit = min(old.count, new.count) - prefix
        let suffix = zip(old.reversed(), new.reversed()).prefix(limit).prefix { $0 == $1 }.count
        let removed = Array(old[prefix..<(old.count - suffix)])
        let added = Array(new[prefix..<(new.count - suffix)])
        guard !removed.isEmpty || !added.isEmpty else { return nil }
        let start = firstLine + prefix
        return LineChange(
            oldLines: start..<(start + removed.count),
            newLines: (start + shift)..<(start + shift + added.count),
            removed: removed,
            added: added
        )
    }
}

extension ArraySlice<UInt8> {
    /// The number of newlines.
    var lineCount: Int { reduce(0) { $1 == .newline ? $0 + 1 : $0 } }

    /// The physical lines, each with its newline.
    var physicalLines: [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = self
        while !rest.isEmpty {
            let end = rest.firstIndex(of: .newline).map { $0 + 1 } ?? rest.endIndex
            lines.append(Array(rest[..<end]))
            rest = rest[end...]
        }
        return lines
    }
}
