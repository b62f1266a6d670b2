/// What a table said about one key.
public enum TableAnswer: Hashable, Sendable {
    /// The value, and the line of the table's source that says so where that is known.
    case found([UInt8], line: Int?)
    /// The table does not hold the key.
    case absent
    /// The table could not be asked; Postfix defers the mail.
    case failed(String)
}
