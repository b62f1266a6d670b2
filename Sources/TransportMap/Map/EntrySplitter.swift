/// Splits the text of a logical line into key and value, as `postmap` and `texthash:` do.
///
/// The key ends at the first white space that is neither inside double quotes nor behind a
/// backslash; quotes and backslashes stay part of it. The text ends at a NUL, as C has it.
enum EntrySplitter {
    /// What a logical line turned out to be.
    enum Split {
        /// An entry; the ranges are positions in the text.
        case entry(key: Range<Int>, value: Range<Int>)
        /// A line that Postfix ignores with a warning.
        case refused(MapProblem.Kind)
    }

    static func split(_ text: ArraySlice<UInt8>, dialect: MapDialect) -> Split {
        var end = text.startIndex
        var isASCII = true
        while end < text.endIndex, text[end] != 0 {
            if text[end] >= 128 { isASCII = false }
            end += 1
        }
        // Postfix looks for a byte beyond ASCII up to the NUL, but then checks the whole line.
        if dialect.requiresUTF8, !isASCII, !UTF8Check.isValid(text) { return .refused(.notUTF8) }
        let line = text[text.startIndex..<end]
        guard let keyEnd = endOfKey(in: line) else { return .refused(.unbalancedQuote) }
        let value = line[keyEnd...].drop(while: \.isSpace).trimmingTrailingSpace
        guard keyEnd > line.startIndex, !value.isEmpty else { return .refused(.missingValue) }
        return .entry(key: line.startIndex..<keyEnd, value: value.startIndex..<value.endIndex)
    }

    /// Where the key that starts a line ends; `nil` when its quotes do not close.
    static func endOfKey(in line: ArraySlice<UInt8>) -> Int? {
        var index = line.startIndex
        var isQuoted = false
        while index < line.endIndex {
            switch line[index] {
            case .backslash:
                index += 1
                if index == line.endIndex { return isQuoted ? nil : index }
            case .quote:
                isQuoted.toggle()
            case let byte where byte.isSpace && !isQuoted:
                return index
            default:
                break
            }
            index += 1
        }
        return isQuoted ? nil : index
    }
}
