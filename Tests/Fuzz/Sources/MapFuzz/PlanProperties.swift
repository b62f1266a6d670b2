import TransportMap

/// What must hold for every plan, whatever it plans.
enum PlanProperties {
    /// The first property that a plan breaks, or `nil`.
    static func violation(of plan: EditPlan) -> String? {
        let diff = UnifiedDiff(of: plan, oldName: "old", newName: "new")
        guard diff.bytes.isEmpty == plan.isEmpty else {
            return "a diff does not tell whether something changes"
        }
        return editViolation(plan) ?? lineViolation(plan)
    }

    /// The edits, carried out, are the plan, and they are all that is done.
    private static func editViolation(_ plan: EditPlan) -> String? {
        var bytes: [UInt8] = []
        var position = 0
        for edit in plan.edits {
            guard edit.range.lowerBound >= position, edit.range.upperBound <= plan.original.count
            else { return "edits overlap or lie outside the file" }
            bytes += plan.original[position..<edit.range.lowerBound] + edit.replacement
            position = edit.range.upperBound
        }
        bytes += plan.original[position...]
        return bytes == plan.bytes ? nil : "the edits are not what the plan says"
    }

    /// The lines named as changed, exchanged, make the new file.
    private static func lineViolation(_ plan: EditPlan) -> String? {
        let old = plan.original[...].lines
        let new = plan.bytes[...].lines
        var made: [ArraySlice<UInt8>] = []
        var position = 1
        for change in plan.changedLines {
            guard change.oldLines.lowerBound >= position,
                change.oldLines.upperBound <= old.count + 1
            else { return "changed lines overlap or lie outside the file" }
            made += old[(position - 1)..<(change.oldLines.lowerBound - 1)]
            guard change.newLines.lowerBound == made.count + 1,
                change.newLines.count == change.added.count,
                change.removed.elementsEqual(
                    old[(change.oldLines.lowerBound - 1)..<(change.oldLines.upperBound - 1)],
                    by: { $0[...] == $1 }
                )
            else { return "changed lines have wrong numbers" }
            made += change.added.map { $0[...] }
            position = change.oldLines.upperBound
        }
        made += old[(position - 1)...]
        return made == new ? nil : "the changed lines are not what the plan says"
    }
}
