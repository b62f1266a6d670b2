import ProbeModel

/// Gathers the mistakes of one file, so that all are told at once.
final class MistakeList {
    /// The most mistakes that are told.
    ///
    /// A file of another kind can hold a hundred thousand; nobody reads past the first screen.
    static let maximumCount = 50

    private var mistakes: [SettingsError] = []
    private var omitted = 0

    /// Whether nothing is wrong so far.
    var isEmpty: Bool { mistakes.isEmpty }

    /// Adds a mistake.
    func add(
        _ code: SettingsError.Code,
        _ message: String,
        at position: Position,
        suggestion: String? = nil
    ) {
        guard mistakes.count < MistakeList.maximumCount else {
            omitted += 1
            return
        }
        let mistake = SettingsError(
            code: code,
            message: message,
            line: position.line,
            column: position.column,
            suggestion: suggestion
        )
        // An alias leads to the same place as its anchor.
        if !mistakes.contains(mistake) { mistakes.append(mistake) }
    }

    /// The mistakes in the order of the file; the last says how many more there are, if any.
    var inOrder: [SettingsError] {
        var sorted = mistakes.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        if omitted > 0, let last = sorted.last {
            sorted.append(
                SettingsError(
                    code: .limit,
                    message: "\(omitted) more mistakes follow after the one",
                    line: last.line,
                    column: last.column,
                    suggestion: nil
                )
            )
        }
        return sorted
    }
}
