import TransportMap

/// What must hold for a table that is read.
enum TableProperties {
    /// The first property that a table breaks, or `nil`.
    static func violation(of map: TransportMap) -> String? {
        let elements = Array(map.elements)
        return elementViolation(elements, map) ?? entryViolation(elements, map)
            ?? problemViolation(elements, map) ?? headerViolation(map)
    }

    /// The pieces of a table, printed one after the other, are the table.
    private static func elementViolation(
        _ elements: [MapElement],
        _ map: TransportMap
    ) -> String? {
        var printed: [UInt8] = []
        var line = 1
        for element in elements {
            let text = map.bytes[element.byteRange]
            guard element.byteRange.lowerBound == printed.count, !text.isEmpty,
                element.lines.lowerBound == line,
                text.lineCount == element.lines.count
            else { return "the pieces of a table leave gaps or overlap" }
            printed += text
            line = element.lines.upperBound + 1
        }
        return printed == map.bytes ? nil : "a table does not survive being printed"
    }

    private static func entryViolation(_ elements: [MapElement], _ map: TransportMap) -> String? {
        let entries = Array(map.entries)
        let places = elements.filter { $0.kind == .entry }
        guard entries.count == map.entryCount, entries.map(\.byteRange) == places.map(\.byteRange),
            entries.map(\.lines) == places.map(\.lines)
        else { return "the entries are not those among the pieces" }
        let firstLines = firstLinesOfRepeated(map)
        for entry in entries {
            guard TransportResult(entry.result) != nil else { return "an entry has no result" }
            guard MapProperties.isPrintable(entry.patternText + entry.resultText) else {
                return "an entry is not safe to print"
            }
            guard let first = map.entry(for: entry.pattern) else {
                return "an entry is not found by its own pattern"
            }
            let line = entry.lines.lowerBound
            guard firstLines[line] == (first == entry ? nil : first.lines.lowerBound),
                first.lines.lowerBound <= line
            else { return "the first entry of a pattern is not the one that counts" }
            let alone = TransportMap(Array(map.bytes[entry.byteRange]), dialect: map.dialect)
            guard let again = alone?.entries.first(where: { _ in true }),
                again.pattern == entry.pattern, again.result == entry.result,
                alone?.entryCount == 1
            else { return "an entry alone reads differently" }
        }
        return nil
    }

    private static func firstLinesOfRepeated(_ map: TransportMap) -> [Int: Int] {
        var lines: [Int: Int] = [:]
        for problem in map.problems {
            if case .duplicate(let first) = problem.kind { lines[problem.line] = first }
        }
        return lines
    }

    private static func problemViolation(_ elements: [MapElement], _ map: TransportMap) -> String? {
        let lines = map.problems.map(\.line)
        guard zip(lines, lines.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            return "problems are out of order"
        }
        guard map.problems.allSatisfy({ MapProperties.isPrintable($0.description) }) else {
            return "a problem is not safe to print"
        }
        let ignored = map.problems.filter { problem in
            if case .duplicate = problem.kind { return false }
            return problem.isIgnored
        }
        let places = elements.filter { $0.kind == .ignored }
        return ignored.map(\.line) == places.map(\.lines.lowerBound)
            ? nil : "a line is ignored without a word"
    }

    private static func headerViolation(_ map: TransportMap) -> String? {
        guard let header = ManagedHeader.find(in: map.bytes) else { return nil }
        guard MapProperties.isPrintable(header.text),
            (1...ManagedHeader.searchedLines).contains(header.line)
        else { return "a header passes its bounds or is not safe to print" }
        return nil
    }
}

extension ArraySlice<UInt8> {
    /// The number of physical lines, of which the last may lack its newline.
    var lineCount: Int {
        let newlines = reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        return isEmpty || last == UInt8(ascii: "\n") ? newlines : newlines + 1
    }

    /// The physical lines, each with its newline.
    var lines: [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = self
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
            lines.append(rest[..<end])
            rest = rest[end...]
        }
        return lines
    }
}
