extension TableSpecification {
    /// Why the table's source cannot be rewritten, as a phrase that follows its name; `nil` when
    /// it can.
    ///
    /// What the file itself may hold against it (its owner, a "managed by" header) is not looked
    /// at here.
    public var editingObstacle: String? {
        switch storage {
        case .text, .index:
            return sourcePath == nil ? "does not name its file by an absolute path" : nil
        case .patterns: return "holds patterns in an order that matters; change it by hand"
        case .mainFile: return "stands in main.cf itself; change it there, or with postconf -e"
        case .combination: return "combines other tables; change those"
        case .external: return "is kept by another service; change it there"
        case .unknown:
            return type.isEmpty
                ? "has no type in front, so that Postfix cannot open it"
                : "is of a type that is not known here"
        }
    }
}
