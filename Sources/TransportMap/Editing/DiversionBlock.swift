/// A marker and the diverted entry below it, without the newline that ends the entry.
struct DiversionBlock {
    let pattern: [UInt8]
    let gap: [UInt8]
    let result: TransportResult
    let old: [UInt8]
    let newline: [UInt8]
    let dialect: MapDialect

    /// The block as it stands in the file.
    var bytes: [UInt8] {
        let marker = DiversionMarker(
            key: CaseFolding.fold(pattern[...], unicode: dialect.requiresUTF8),
            old: old
        )
        return marker.line(for: entry) + newline + entry
    }

    /// The entry on one line.
    private var entry: [UInt8] { pattern + (gap.isEmpty ? [32] : gap) + result.bytes }
}

extension ArraySlice<UInt8> {
    /// The newline at the end, with the carriage return before it; empty when there is none.
    var finalNewline: [UInt8] {
        guard last == .newline else { return [] }
        return dropLast().last == .carriageReturn ? [.carriageReturn, .newline] : [.newline]
    }

    /// The newline that ends the first line; `nil` when there is none.
    var firstNewline: [UInt8]? {
        guard let index = firstIndex(of: .newline) else { return nil }
        return self[...index].finalNewline
    }
}
