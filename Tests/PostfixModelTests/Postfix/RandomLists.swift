import PostfixModel
import PostfixTestSupport
import TestSupport
import TransportMap

/// Random lists of domains: names, negations, files and tables, and the access to those.
struct RandomLists {
    let directory: TemporaryDirectory
    private var tables: [String: LookupTable] = [:]
    private var files: [String: TableAccess.PatternFile] = [:]
    private var count = 0

    init(directory: TemporaryDirectory) throws { self.directory = directory }

    static let domains = [
        "domain1.test", "sub.domain1.test", "a.sub.domain1.test", "domain2.test",
        "x.domain2.test", "test", "backup.test", "other.example", "bücher.test", "[192.0.2.1]",
        "[127.0.0.1]",
    ]

    /// A name as it may stand in a list or table.
    static func pattern(_ generator: inout SeededGenerator) -> String {
        let domain = generator.pick(domains)
        let text = generator.once(in: 3) && !domain.hasPrefix("[") ? "." + domain : domain
        return generator.once(in: 5) ? text.uppercased() : text
    }

    /// The value of a parameter.
    mutating func text(_ generator: inout SeededGenerator, most: Int) throws -> String {
        var items: [String] = []
        for _ in 0..<Int.random(in: 0...most, using: &generator) {
            let sign = generator.pick(["", "", "", "", "!", "!!"])
            items.append(sign + (try item(&generator)))
        }
        return items.joined(separator: generator.pick([", ", " ", ","]))
    }

    private mutating func item(_ generator: inout SeededGenerator) throws -> String {
        switch Int.random(in: 0..<16, using: &generator) {
        case 0: return try file(&generator)
        case 1: return "inline:{\(Self.pattern(&generator))=x,{ domain1.test = y z }}"
        case 2: return try table(&generator)
        case 3: return generator.once(in: 4) ? "fail:broken" : "#"
        case 4: return generator.once(in: 4) ? "/no/such/file" : Self.pattern(&generator)
        case 5: return generator.once(in: 6) ? "static:all" : Self.pattern(&generator)
        default: return Self.pattern(&generator)
        }
    }

    private mutating func file(_ generator: inout SeededGenerator) throws -> String {
        count += 1
        let lines = [
            "# a comment", Self.pattern(&generator), "  " + Self.pattern(&generator),
            "!" + Self.pattern(&generator) + ", " + Self.pattern(&generator), "",
        ]
        let text = Array(lines.joined(separator: "\n").utf8)
        let path = try directory.file("list\(count)", text)
        files[path] = .text(text)
        return path
    }

    private mutating func table(_ generator: inout SeededGenerator) throws -> String {
        count += 1
        let lines = Set((0..<3).map { _ in Self.pattern(&generator).lowercased() + " x\n" })
        let text = Array(lines.sorted().joined().utf8)
        let name = "texthash:" + (try directory.file("list\(count)", text))
        if let map = TransportMap(text) { tables[name] = LookupTable(name: name, map: map) }
        return name
    }

    /// The access to what the lists name.
    var access: TableAccess {
        TableAccess(
            answer: { [tables] table, key in
                tables[table.text]?.answer(for: key) ?? .failed("no such table")
            },
            patternFile: { [files] path in files[path] ?? .failed("no such file") }
        )
    }
}
