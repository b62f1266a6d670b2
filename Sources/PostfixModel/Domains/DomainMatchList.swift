public import TransportMap

/// A list that names are matched against: `relay_domains`, `mydestination` and the like
/// (`match_list`, `domain_list` and `string_list` of Postfix).
///
/// Items are tried in order and the first that matches decides; with `!` in front it decides
/// against the name. An item is a name, a `type:table`, or a `/file` whose lines are items.
public struct DomainMatchList: Sendable {
    /// How an item relates to the names below it.
    public enum Style: Hashable, Sendable {
        /// An item matches itself only (`string_list`).
        case exact
        /// `.example.com` matches what is below `example.com` (`domain_list`).
        case dotted
        /// `example.com` matches what is below it as well: the list is one of
        /// `parent_domain_matches_subdomains`.
        case parent
    }

    /// A table among the items.
    struct TableItem: Sendable {
        let position: Int
        let isNegated: Bool
        let table: LookupTable
    }

    /// A name among the items.
    struct NameItem: Sendable {
        let position: Int
        let isNegated: Bool
        let text: String
    }

    let style: Style
    let dialect: MapDialect
    let names: [[UInt8]: NameItem]
    let tables: [TableItem]

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - text: The value of the parameter.
    ///   - style: How an item relates to the names below it.
    ///   - dialect: How Postfix folds names.
    ///   - access: Reads the tables and files that the list names.
    public init(
        _ text: String,
        style: Style,
        dialect: MapDialect = MapDialect(),
        access: TableAccess
    ) {
        var reader = DomainListReader(dialect: dialect, access: access)
        reader.read(text, isNegated: false, depth: 0)
        self.style = style
        self.dialect = dialect
        names = reader.names
        tables = reader.tables
    }

    /// Whether there is no item at all.
    public var isEmpty: Bool { names.isEmpty && tables.isEmpty }

    /// The names that the list holds as they are, in no order; those with a `!` are left out.
    public var listedNames: [String] {
        names.filter { !$0.value.isNegated }.map { String(decoding: $0.key, as: UTF8.self) }
    }

    /// Whether the list holds a name.
    public func match(_ name: String) -> DomainMatch {
        let name = CaseFolding.fold(Array(name.utf8)[...], unicode: dialect.requiresUTF8)
        guard !name.isEmpty else { return .notListed }
        let literal = firstName(matching: name)
        for item in tables where item.position < literal?.position ?? .max {
            switch ask(item.table, for: name) {
            case .absent: continue
            case .found:
                return item.isNegated ? .notListed : .listed(by: item.table.name)
            case .failed(let reason): return .unknown("\(item.table.name): \(reason)")
            }
        }
        guard let literal, !literal.isNegated else { return .notListed }
        return .listed(by: literal.text)
    }

    /// The first name in the list that matches.
    private func firstName(matching name: [UInt8]) -> NameItem? {
        var found = [names[name]]
        for key in parents(of: name) { found.append(names[key]) }
        return found.compactMap { $0 }.min { $0.position < $1.position }
    }

    /// The keys that match a name from above: `.test` or `test` for `a.test`.
    private func parents(of name: [UInt8]) -> [[UInt8]] {
        guard style != .exact else { return [] }
        return name.indices.dropFirst().filter { name[$0] == dot }.map { position in
            Array(name[(style == .parent ? position + 1 : position)...])
        }
    }

    /// Asks a table for a name, and for the names above it where the table holds fixed strings.
    private func ask(_ table: LookupTable, for name: [UInt8]) -> TableAnswer {
        var keys = [name]
        if table.matching == .fixedStrings { keys += parents(of: name).filter { !$0.isEmpty } }
        for key in keys {
            let answer = table.answer(for: key)
            if answer != .absent { return answer }
        }
        return .absent
    }

    private var dot: UInt8 { UInt8(ascii: ".") }
}
