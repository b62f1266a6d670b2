/// The records of a constant database, which `postmap -s` cannot list (cdb(5)).
///
/// A table of 256 pairs of position and length comes first, then the records, each with the lengths of key and value
/// in front, up to the first of the hash tables.
struct CDBListing {
    /// The pairs of position and length, each of four bytes, little-endian.
    private static let headerSize = 2_048

    /// A line of key, tab and value for each record, as `postmap -s` prints them for other types; `nil` where the bytes
    /// are no constant database.
    static func lines(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= headerSize else { return nil }
        let tables = stride(from: 0, to: headerSize, by: 8).map { number(bytes, at: $0) }
        guard let end = tables.min(), end >= headerSize, end <= bytes.count else { return nil }
        var lines: [UInt8] = []
        lines.reserveCapacity(end)
        var position = headerSize
        while position < end {
            guard position + 8 <= end else { return nil }
            let key = position + 8
            let value = key + number(bytes, at: position)
            let next = value + number(bytes, at: position + 4)
            guard next <= end else { return nil }
            lines += text(bytes[key..<value]) + [9] + text(bytes[value..<next]) + [10]
            position = next
        }
        return lines
    }

    /// Some programs end keys and values with a null byte.
    private static func text(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.last == 0 ? bytes.dropLast() : bytes
    }

    private static func number(_ bytes: [UInt8], at position: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
}
