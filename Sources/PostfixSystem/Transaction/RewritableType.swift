/// The types of Postfix table whose text source can be rewritten (DATABASE_README).
///
/// All others are patterns in an order, programs or services: what has to change there is for a
/// person to decide.
public enum RewritableType: String, Hashable, Sendable, CaseIterable {
    /// Berkeley DB, hashed.
    case hash
    /// Berkeley DB, sorted.
    case btree
    /// OpenLDAP's LMDB.
    case lmdb
    /// Constant database.
    case cdb
    /// The old dbm library.
    case dbm
    /// The sdbm library.
    case sdbm
    /// Text that each Postfix process reads into memory; it has no index.
    case texthash

    /// What is added to the source's path for each file of the index.
    public var indexSuffixes: [String] {
        switch self {
        case .hash, .btree: [".db"]
        case .lmdb: [".lmdb"]
        case .cdb: [".cdb"]
        case .dbm, .sdbm: [".pag", ".dir"]
        case .texthash: []
        }
    }

    /// What is added for a file that `postmap` builds first and locks meanwhile, where it does.
    var buildSuffix: String? { self == .cdb ? ".cdb.tmp" : nil }
}
