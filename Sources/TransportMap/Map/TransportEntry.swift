import ProbeModel

/// One entry of a table: a pattern and its result.
public struct TransportEntry: Hashable, Sendable {
    /// The pattern as it stands in the table, quotes and backslashes included.
    public let pattern: [UInt8]

    /// The result, continuation lines joined and white space trimmed as Postfix does.
    public let result: [UInt8]

    /// The physical lines from the first to the last with text, from 1; comments and blank lines
    /// between them are inside.
    public let lines: ClosedRange<Int>

    /// The bytes of those lines, the last newline included.
    public let byteRange: Range<Int>

    /// The pattern, escaped for people to read.
    public var patternText: String { SafeText.escape(pattern) }

    /// The result, escaped for people to read.
    public var resultText: String { SafeText.escape(result) }

    /// The result read as `transport:nexthop`.
    public var transportResult: TransportResult? { TransportResult(result) }
}
