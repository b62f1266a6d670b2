/// Why a change is not planned; nothing of the file is touched for it.
public enum EditRefusal: Error, Hashable {
    /// There is no diversion of the pattern to undo.
    case notDiverted
    /// The diverted entry or its marker was changed by hand; the marker's line is named.
    case changedByHand(line: Int)
    /// The entry that belongs to the marker on this line is gone.
    case entryMissing(line: Int)
    /// The marker on this line cannot be read, or was written by a later version.
    case unreadableMarker(line: Int)
    /// The pattern has more than one marker, on these lines.
    case ambiguous(lines: [Int])
    /// Another entry for the pattern, on this line, comes first and hides the diverted one.
    case hidden(byLine: Int)
    /// The place belongs to a configuration manager, in the block that begins on this line.
    case managedBlock(line: Int)
    /// The same plan changes the pattern already.
    case repeated
    /// The result is not UTF-8, and Postfix would ignore the entry.
    case notUTF8
    /// The table would become larger than ``TransportMap/maximumSize``.
    case tooLarge
}

extension EditRefusal: CustomStringConvertible {
    /// The reason in one line, without the name of the file.
    public var description: String {
        switch self {
        case .notDiverted: "the pattern is not diverted"
        case .changedByHand(let line): "line \(line): the diverted entry was changed by hand"
        case .entryMissing(let line): "line \(line): the diverted entry below the marker is gone"
        case .unreadableMarker(let line): "line \(line): the marker cannot be read"
        case .ambiguous(let lines):
            "lines \(lines.map(String.init).joined(separator: ", ")): "
                + "several markers for the same pattern"
        case .hidden(let line): "line \(line): an entry for the same pattern comes first"
        case .managedBlock(let line): "line \(line): a block that a configuration manager owns"
        case .repeated: "the plan changes the pattern twice"
        case .notUTF8: "the result is not UTF-8"
        case .tooLarge: "the table would become too large"
        }
    }
}
