/// Whole lines of a file with the edits that touch them.
struct EditRegion {
    /// The bytes of the lines in the old file.
    private(set) var range: Range<Int>
    private var edits: [LineEdit]

    /// The regions of a plan in file order; edits that meet on a line share one.
    static func regions(of plan: EditPlan) -> [EditRegion] {
        var regions: [EditRegion] = []
        for edit in plan.edits {
            let range = wholeLines(of: edit, in: plan.original)
            if let last = regions.indices.last, range.lowerBound < regions[last].range.upperBound {
                regions[last].range =
                    regions[last].range
                    .lowerBound..<max(range.upperBound, regions[last].range.upperBound)
                regions[last].edits.append(edit)
            } else {
                regions.append(EditRegion(range: range, edits: [edit]))
            }
        }
        return regions
    }

    /// The lines as they are in the new file.
    func text(in original: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var position = range.lowerBound
        for edit in edits {
            text += original[position..<edit.range.lowerBound] + edit.replacement
            position = edit.range.upperBound
        }
        return text + original[position..<range.upperBound]
    }

    private static func wholeLines(of edit: LineEdit, in bytes: [UInt8]) -> Range<Int> {
        var start = edit.range.lowerBound
        while start > 0, bytes[start - 1] != .newline { start -= 1 }
        // An edit that ends where a line starts puts whole lines in front of that line.
        var end = edit.range.upperBound
        while end > 0, end < bytes.count, bytes[end - 1] != .newline { end += 1 }
        return start..<end
    }
}
