/// What a table is and what it is to become.
public struct EditPlan: Hashable, Sendable {
    /// The file as it was read; what is written later must still be based on it.
    public let original: [UInt8]

    /// The file as it is to be.
    public let bytes: [UInt8]

    /// The edits in file order; they do not overlap.
    public let edits: [LineEdit]

    /// What happens about each change.
    public let outcomes: [ChangeOutcome]

    /// Whether the file stays as it is.
    public var isEmpty: Bool { original == bytes }

    /// The changes that cannot be made.
    public var refusals: [EditRefusal] {
        outcomes.compactMap { outcome in
            guard case .refused(let refusal) = outcome.disposition else { return nil }
            return refusal
        }
    }

    /// Carries edits out on a copy of the file.
    ///
    /// Edits do not overlap; where two begin at the same place, the order given counts.
    init(original: [UInt8], edits: [LineEdit], outcomes: [ChangeOutcome]) {
        self.original = original
        self.outcomes = outcomes
        self.edits = Self.apart(Self.inOrder(edits), in: original)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(original.count + edits.reduce(0) { $0 + $1.replacement.count })
        var position = 0
        for edit in self.edits {
            bytes += original[position..<edit.range.lowerBound]
            bytes += edit.replacement
            position = edit.range.upperBound
        }
        bytes += original[position...]
        self.bytes = bytes
    }

    private static func inOrder(_ edits: [LineEdit]) -> [LineEdit] {
        edits.enumerated()
            .sorted { left, right in
                let lower = (left.element.range.lowerBound, left.element.range.upperBound)
                let upper = (right.element.range.lowerBound, right.element.range.upperBound)
                return lower == upper ? left.offset < right.offset : lower < upper
            }
            .map(\.element)
    }

    /// The edits with no byte in two of them.
    ///
    /// Only one kind meets: two added entries at the start of the file that both go, where the
    /// first takes the newline behind it and the second the one in front. The second then takes
    /// the one behind it instead.
    private static func apart(_ edits: [LineEdit], in bytes: [UInt8]) -> [LineEdit] {
        var apart: [LineEdit] = []
        var position = 0
        for edit in edits {
            var range = edit.range
            if range.lowerBound < position {
                let takesNewline =
                    range.upperBound < bytes.count && bytes[range.upperBound] == .newline
                let end = max(position, range.upperBound + (takesNewline ? 1 : 0))
                range = position..<end
            }
            apart.append(LineEdit(range: range, replacement: edit.replacement))
            position = range.upperBound
        }
        return apart
    }

    /// The lines that change, in file order.
    public var changedLines: [LineChange] { LineChange.changes(of: self) }
}
