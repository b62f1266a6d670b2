/// Something in a table that `postmap` warns about.
public struct MapProblem: Hashable, Sendable {
    /// What is wrong.
    public let kind: Kind

    /// The number of the first physical line concerned, from 1.
    public let line: Int

    /// What can be wrong with a line of a table.
    public enum Kind: Hashable, Sendable {
        /// The table starts with a continuation line; it is ignored.
        case continuesNothing
        /// The line is not UTF-8 and `smtputf8_enable` is on; it is ignored.
        case notUTF8
        /// A double quote in the key does not close; the line is ignored.
        case unbalancedQuote
        /// There is no value; the line is ignored.
        case missingValue
        /// The key was there before, on the line named; this entry is ignored.
        case duplicate(firstLine: Int)
        /// The key ends in a colon, as in an aliases file; the entry counts all the same.
        case colonAfterKey
    }

    /// What to do about it, as a lower-case phrase.
    public var cure: String {
        switch kind {
        case .continuesNothing: "take away the white space that the line begins with, or the line"
        case .notUTF8: "write the line in UTF-8, or take it out"
        case .unbalancedQuote: "close the double quote, or take the line out"
        case .missingValue: "write a result behind the pattern, or take the line out"
        case .duplicate: "take one of the two entries out; Postfix uses the first"
        case .colonAfterKey: "take the colon away"
        }
    }

    /// Whether Postfix acts as if the line were not there.
    public var isIgnored: Bool { kind != .colonAfterKey }
}

extension MapProblem: CustomStringConvertible {
    /// The problem in one line, without the name of the file.
    public var description: String { "line \(line): \(text)" }

    private var text: String {
        switch kind {
        case .continuesNothing: "starts with white space but continues nothing; ignored"
        case .notUTF8: "is not UTF-8; ignored"
        case .unbalancedQuote: "has an unbalanced double quote; ignored"
        case .missingValue: "has no result after the pattern; ignored"
        case .duplicate(let first): "repeats the pattern of line \(first); ignored"
        case .colonAfterKey: "has a pattern that ends in a colon; is this an aliases file?"
        }
    }
}
