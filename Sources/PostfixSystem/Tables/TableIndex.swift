/// The index that `postmap` makes of a table's text.
public enum TableIndex: Hashable, Sendable {
    /// The type of table has none.
    case none
    /// A file of it is not there, or not to be seen: the path and the reason.
    case fault(path: String, TableFault)
    /// It is as new as its text, or newer, or there is no text to compare it with.
    case fresh(FileFacts)
    /// Its text was modified later: Postfix still answers from the index.
    case stale(FileFacts)

    /// Looks at the files of an index.
    init(paths: [String], source: FileFacts?) {
        var oldest: FileFacts?
        for path in paths {
            switch FileFacts.read(path) {
            case .failure(let fault):
                self = .fault(path: path, fault)
                return
            case .success(let facts):
                if oldest.map({ facts.modified < $0.modified }) ?? true { oldest = facts }
            }
        }
        guard let oldest else {
            self = .none
            return
        }
        let isStale = source.map { oldest.modified < $0.modified } ?? false
        self = isStale ? .stale(oldest) : .fresh(oldest)
    }

    /// Whether Postfix answers from an index that is older than its text.
    var isStale: Bool {
        if case .stale = self { true } else { false }
    }

    /// Whether the index answers what the text says.
    var isFresh: Bool {
        if case .fresh = self { true } else { false }
    }
}
