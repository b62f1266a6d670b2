public import TransportMap

extension TableSpecification {
    /// The table where main.cf holds all of it (`inline:`, `static:`, `fail:`), or where Postfix
    /// could not open it; `nil` where somebody else has to be asked.
    ///
    /// - Parameters:
    ///   - foldsKeys: Whether keys are case-folded as they are read: so in `transport_maps`, but
    ///     not in a list of domains, whose names are folded and whose tables are taken as they are.
    ///   - dialect: How Postfix folds.
    /// - Returns: The table, ready to be asked.
    public func builtInTable(foldsKeys: Bool, dialect: MapDialect) -> LookupTable? {
        if type.isEmpty || name.isEmpty {
            return failing("expecting \"type:name\" instead of \"\(text)\"")
        }
        switch type {
        case "static": return staticTable
        case "inline": return inlineTable(foldsKeys: foldsKeys, dialect: dialect)
        case "fail": return failing("a fail: table fails")
        default: return nil
        }
    }

    private func failing(_ reason: String) -> LookupTable {
        LookupTable(name: text, matching: matching) { _ in .failed(reason) }
    }

    private var staticTable: LookupTable {
        var value = name
        if name.hasPrefix("{") {
            guard let inside = ParameterText.braced(name) else {
                return failing("bad syntax: \"\(text)\"")
            }
            value = ParameterText.trimmed(inside)
        }
        let bytes = Array(value.utf8)
        return LookupTable(name: text, matching: .fixedStrings) { _ in .found(bytes, line: nil) }
    }

    private func inlineTable(foldsKeys: Bool, dialect: MapDialect) -> LookupTable {
        guard let pairs = inlinePairs else {
            return failing("bad syntax: \"\(text)\"; need \"inline:{name=value...}\"")
        }
        func fold(_ key: [UInt8]) -> [UInt8] {
            foldsKeys ? CaseFolding.fold(key[...], unicode: dialect.requiresUTF8) : key
        }
        // A repeated key replaces the one before (dict_ht_update).
        let values = Dictionary(pairs.map { (fold(Array($0.0.utf8)), Array($0.1.utf8)) }) { $1 }
        let unicode = dialect.requiresUTF8
        return LookupTable(name: text, matching: .fixedStrings) { key in
            let key = foldsKeys ? CaseFolding.fold(key[...], unicode: unicode) : key
            return values[key].map { .found($0, line: nil) } ?? .absent
        }
    }

    /// The pairs of an `inline:{name=value, {name = value}}`; `nil` when Postfix would refuse it.
    private var inlinePairs: [(String, String)]? {
        guard let inside = ParameterText.braced(name) else { return nil }
        var pairs: [(String, String)] = []
        for item in ParameterText.items(inside) {
            let text = item.hasPrefix("{") ? ParameterText.braced(item) : item
            guard let text, let pair = ParameterText.nameAndValue(text) else { return nil }
            pairs.append(pair)
        }
        return pairs.isEmpty ? nil : pairs
    }
}
