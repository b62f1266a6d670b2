import TransportMap

/// Reads the items of a list of names (`match_list_parse`).
struct DomainListReader {
    /// Files that name files: Postfix follows them for ever; nobody nests them deeper than this.
    private static let maximumDepth = 8

    let dialect: MapDialect
    let access: TableAccess
    var names: [[UInt8]: DomainMatchList.NameItem] = [:]
    var tables: [DomainMatchList.TableItem] = []
    private var count = 0

    init(dialect: MapDialect, access: TableAccess) {
        self.dialect = dialect
        self.access = access
    }

    /// Adds the items of a text; where it begins with `#` an item ends the text.
    mutating func read(_ text: String, isNegated: Bool, depth: Int) {
        for item in ParameterText.items(text) {
            if item.hasPrefix("#") { return }
            let bare = item.drop { $0 == "!" }
            if bare.isEmpty {
                addRefusal(of: item)
                continue
            }
            let isOdd = (item.utf8.count - bare.utf8.count) % 2 == 1
            add(String(bare), isNegated: isNegated != isOdd, depth: depth)
        }
    }

    private mutating func add(_ item: String, isNegated: Bool, depth: Int) {
        if item.hasPrefix("/") {
            addFile(item, isNegated: isNegated, depth: depth)
        } else if item.contains(":"), !item.hasPrefix("[") {
            let specification = TableSpecification(item)
            add(access.table(specification, dialect: dialect), isNegated: isNegated)
        } else {
            let key = CaseFolding.fold(Array(item.utf8)[...], unicode: dialect.requiresUTF8)
            if names[key] == nil {
                names[key] = DomainMatchList.NameItem(
                    position: count,
                    isNegated: isNegated,
                    text: item
                )
            }
            count += 1
        }
    }

    private mutating func add(_ table: LookupTable, isNegated: Bool) {
        tables.append(
            DomainMatchList.TableItem(position: count, isNegated: isNegated, table: table)
        )
        count += 1
    }

    /// Adds the items of a file; one that cannot be read stands in the list as a table that fails.
    private mutating func addFile(_ path: String, isNegated: Bool, depth: Int) {
        guard depth < Self.maximumDepth else {
            return addFailure(of: path, "files name one another without end")
        }
        switch access.patternFile(path) {
        case .failed(let reason): addFailure(of: path, reason)
        case .text(let bytes):
            for line in LogicalLines.texts(of: bytes) {
                read(String(decoding: line, as: UTF8.self), isNegated: isNegated, depth: depth + 1)
            }
        }
    }

    /// Postfix stops at a lone `!`, whatever name it is asked for.
    private mutating func addRefusal(of item: String) {
        let reason = "there is no pattern after the exclamation mark"
        let table = LookupTable(name: item, matching: .fixedStrings) { _ in .failed(reason) }
        tables.insert(
            DomainMatchList.TableItem(position: -1, isNegated: false, table: table),
            at: 0
        )
    }

    private mutating func addFailure(of path: String, _ reason: String) {
        let table = LookupTable(name: path, matching: .fixedStrings) { _ in .failed(reason) }
        add(table, isNegated: false)
    }
}
