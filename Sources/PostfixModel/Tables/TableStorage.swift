/// Where a table's entries are kept, going by its type (DATABASE_README).
public enum TableStorage: Hashable, Sendable {
    /// In a text file that Postfix reads itself.
    case text
    /// In files beside a text file, which `postmap` makes of it; their suffixes.
    case index(suffixes: [String])
    /// In a text file of patterns, the first of which decides.
    case patterns
    /// In main.cf itself.
    case mainFile
    /// In other tables, which the type combines.
    case combination
    /// In a database or service elsewhere.
    case external
    /// Nowhere that is known: there is no type, or one that nobody knows.
    case unknown

    /// Tells by the type's name in main.cf.
    public init(type: String) {
        switch type {
        case "texthash": self = .text
        case "hash", "btree": self = .index(suffixes: [".db"])
        case "lmdb": self = .index(suffixes: [".lmdb"])
        case "cdb": self = .index(suffixes: [".cdb"])
        case "dbm", "sdbm": self = .index(suffixes: [".pag", ".dir"])
        case "regexp", "pcre", "cidr": self = .patterns
        case "inline", "static", "fail", "randmap": self = .mainFile
        case "pipemap", "unionmap": self = .combination
        case "ldap", "mysql", "pgsql", "sqlite", "mongodb", "memcache", "nis", "nisplus", "netinfo",
            "tcp", "socketmap", "unix", "environ", "proxy", "internal":
            self = .external
        default: self = .unknown
        }
    }

    /// Whether there is a text file with the entries or patterns.
    public var hasSourceFile: Bool {
        switch self {
        case .text, .index, .patterns: true
        case .mainFile, .combination, .external, .unknown: false
        }
    }
}
