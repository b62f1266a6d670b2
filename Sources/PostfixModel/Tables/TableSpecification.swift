public import TransportMap

/// One table as main.cf names it: `hash:/etc/postfix/transport`, `proxy:cdb:…`, `inline:{a = b}`.
public struct TableSpecification: Hashable, Sendable {
    /// The table as main.cf names it.
    public let text: String

    /// The type without `proxy:`, in the letters of main.cf; empty where there is none.
    public let type: String

    /// What follows the type: a path, a pair of braces, a name of the type's own.
    public let name: String

    /// Whether the table is asked through proxymap(8).
    public let isProxied: Bool

    /// Reads an item of a list of tables.
    ///
    /// - Parameters:
    ///   - text: The item, `type:name`.
    ///   - defaultType: The type of an item without one. The programs of Postfix take
    ///     `default_database_type` there; in main.cf a table without a type is a mistake, and
    ///     every lookup in it fails.
    public init(_ text: String, defaultType: String? = nil) {
        self.text = text
        var (type, name) = Self.split(text[...])
        isProxied = type == "proxy" && !name.isEmpty
        if isProxied { (type, name) = Self.split(name) }
        self.type = type.isEmpty ? defaultType ?? "" : String(type)
        self.name = String(name)
    }

    /// The type in front of the first colon, and what follows; all is name where there is none.
    private static func split(_ text: Substring) -> (type: Substring, name: Substring) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return ("", text) }
        return (text[..<colon], text[text.utf8.index(after: colon)...])
    }

    /// Where the table's entries are kept.
    public var storage: TableStorage { TableStorage(type: type) }

    /// The file that a person edits; `nil` where there is none or it is not known.
    ///
    /// Postfix reads a relative path from its queue directory, which nobody means: it is not
    /// followed.
    public var sourcePath: String? {
        guard storage.hasSourceFile, name.hasPrefix("/") else { return nil }
        return name
    }

    /// The table as `postmap` is told it to build its index, which proxymap(8) does not do.
    public var builtName: String { isProxied ? "\(type):\(name)" : text }

    /// The files that `postmap` makes of the source.
    public var indexPaths: [String] {
        guard let path = sourcePath, case .index(let suffixes) = storage else { return [] }
        return suffixes.map { path + $0 }
    }

    /// Which keys Postfix asks the table for; a `pipemap:` or `unionmap:` is asked as the first
    /// table inside it is.
    public var matching: LookupTable.Matching {
        if let first = parts.first { return first.matching }
        return LookupTable.Matching(type: type)
    }

    /// The tables inside a `pipemap:` or `unionmap:`; none for other types.
    public var parts: [TableSpecification] {
        guard type == "pipemap" || type == "unionmap", let inside = ParameterText.braced(name)
        else { return [] }
        return ParameterText.items(inside).map { TableSpecification($0) }
    }
}

extension TableSpecification: CustomStringConvertible {
    /// The table as main.cf names it.
    public var description: String { text }
}
