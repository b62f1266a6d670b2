import TransportMap

/// What an input stands for: a byte of choices and a pattern on the first line, a result on the
/// second, and a table in the rest.
struct MapInput {
    /// The settings that the table is read with.
    let dialect: MapDialect

    /// The pattern to change; `nil` where the line is none.
    let pattern: TransportPattern?

    /// The bytes of the second line.
    let resultBytes: [UInt8]

    /// The table.
    let table: [UInt8]

    /// The choices, a byte.
    let choice: UInt8

    init(_ bytes: [UInt8]) {
        let parts = bytes.split(
            separator: UInt8(ascii: "\n"),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        choice = bytes.first ?? 0
        dialect = MapDialect(requiresUTF8: choice & 1 == 0)
        pattern = TransportPattern(Array((parts.first ?? []).dropFirst()))
        resultBytes = parts.count > 1 ? Array(parts[1]) : []
        table = parts.count > 2 ? Array(parts[2]) : []
    }

    /// The result to divert to; one that stands in many tables where the line is none.
    var result: TransportResult? {
        TransportResult(resultBytes) ?? TransportResult("relay:[198.51.100.1]:2525")
    }

    /// The patterns to change: the one given, and that of an entry of the table.
    func patterns(in map: TransportMap) -> [TransportPattern] {
        let number = map.entryCount > 0 ? Int(choice >> 1) % map.entryCount : 0
        let entry = map.entries.dropFirst(number).first { _ in true }
        return [pattern, entry.flatMap { TransportPattern($0.pattern) }].compactMap { $0 }
    }
}
