/// A Postfix table whose text source can be rewritten, as main.cf names it: `hash:/etc/postfix/transport`.
public struct EditableTable: Hashable, Sendable {
    /// The type, which says what index there is beside the source.
    public let type: RewritableType

    /// The absolute path of the source, as Postfix uses it; it may be a symbolic link.
    public let path: String

    /// Whether the source may be made where there is none, as mxprobe's own overlay table is.
    public let mayBeCreated: Bool

    /// Takes a table.
    ///
    /// - Parameters:
    ///   - type: The type's name, such as `hash`.
    ///   - path: The absolute path of the source.
    ///   - mayBeCreated: Whether the source may be made where there is none.
    /// - Throws: ``MapFault`` for a type that cannot be rewritten and a path that cannot be handled.
    public init(
        type: String,
        path: String,
        mayBeCreated: Bool = false
    ) throws(MapFault) {
        guard let type = RewritableType(rawValue: type) else {
            throw MapFault(.notRewritable, path, detail: type)
        }
        try self.init(type: type, path: path, mayBeCreated: mayBeCreated)
    }

    /// Takes a table of a type that can be rewritten.
    ///
    /// - Throws: ``MapFault`` for a path that is not absolute or holds control characters.
    public init(
        type: RewritableType,
        path: String,
        mayBeCreated: Bool = false
    ) throws(MapFault) {
        let isClean = path.utf8.allSatisfy { $0 > 31 && $0 != 127 }
        guard path.hasPrefix("/"), !path.hasSuffix("/"), isClean else {
            throw MapFault(.oddPath, path, detail: "it is not an absolute path of plain characters")
        }
        self.type = type
        self.path = path
        self.mayBeCreated = mayBeCreated
    }

    /// The table as Postfix writes it.
    public var name: String { "\(type.rawValue):\(path)" }

    /// The paths of the files that make up the index, as Postfix opens them.
    public var indexPaths: [String] { type.indexSuffixes.map { path + $0 } }
}
