import TransportMap

/// What must hold for transport tables, results and edits whatever a file holds.
enum MapProperties {
    /// The first property that an input breaks, or `nil`.
    static func violation(of bytes: [UInt8]) -> String? {
        let input = MapInput(bytes)
        if let violation = ResultProperties.violation(of: input) { return violation }
        guard let map = TransportMap(input.table, dialect: input.dialect) else {
            return "a small table is refused"
        }
        return TableProperties.violation(of: map)
            ?? LookupProperties.violation(of: input, map)
            ?? EditProperties.violation(of: input, map)
            ?? OverlayProperties.violation(of: input)
    }

    static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
    }
}
