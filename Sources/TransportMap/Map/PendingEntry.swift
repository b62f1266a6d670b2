import ProbeModel

/// An entry that a table's text and its index do not agree about.
public struct PendingEntry: Hashable, Sendable {
    /// The pattern.
    public let pattern: [UInt8]

    /// What the index says; `nil` where it has no such entry.
    public let indexed: [UInt8]?

    /// What the text says; `nil` where it has no such entry.
    public let written: [UInt8]?

    /// The line of the text, from 1, where it has the entry.
    public let line: Int?

    /// The most that is shown of a result, in bytes: a list of a few hosts.
    private static let shownLength = 120
}

extension PendingEntry: CustomStringConvertible {
    /// The difference in one phrase, safe to print.
    public var description: String {
        let pattern = Self.shown(pattern)
        guard let written, let line else {
            return "\(pattern) is gone, and the index says \(Self.shown(indexed ?? []))"
        }
        let text = "line \(line) says \(pattern) \(Self.shown(written))"
        guard let indexed else { return text + ", and the index has no such entry" }
        return text + ", and the index says \(Self.shown(indexed))"
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        SafeText.escape(bytes.prefix(shownLength)) + (bytes.count > shownLength ? "…" : "")
    }
}
