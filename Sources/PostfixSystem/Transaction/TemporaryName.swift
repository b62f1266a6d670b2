/// The names of what a transaction writes beside a table: hidden, and not to be guessed.
struct TemporaryName: Hashable, Sendable {
    /// Sixteen hexadecimal digits, the same for all files of one transaction.
    let id: String

    /// The longest name of a table, in bytes: with what is added it stays below NAME_MAX, 255.
    static let longestName = 190

    private static let digits = 16

    /// Makes a name that nobody can foresee.
    init() {
        let number = UInt64.random(in: 0 ... .max)
        let text = String(number, radix: 16)
        id = String(repeating: "0", count: Self.digits - text.count) + text
    }

    /// The name in place of a table's.
    func replacing(_ name: String) -> String { Self.prefix(for: name) + id }

    /// The second name that a file has for a moment where two cannot be swapped in one step.
    static func backup(of staged: String) -> String { staged + ".old" }

    /// The name of the file that a running transaction locks, and leaves when it is interrupted.
    static func journal(for name: String) -> String { prefix(for: name) + "transaction" }

    private static func prefix(for name: String) -> String { ".\(name).mxprobe-" }

    /// What is added to the names: of the index, of `postmap`'s own temporary files, of a backup.
    private static let suffixes: Set<String> = {
        let own = RewritableType.allCases.flatMap(\.indexSuffixes) + [""]
        let building = RewritableType.allCases.compactMap(\.buildSuffix)
        return Set(own + own.map { backup(of: $0) } + building)
    }()

    /// What Berkeley DB calls a file that it has not finished.
    private static let unfinishedPrefix = "__db."

    /// Whether a name is one that a transaction on a table may have left behind.
    static func isLeftover(_ name: String, of table: String) -> Bool {
        let isUnfinished = name.hasPrefix(unfinishedPrefix)
        let rest = isUnfinished ? name.dropFirst(unfinishedPrefix.count) : name[...]
        guard rest.hasPrefix(prefix(for: table)) else { return false }
        let tail = rest.dropFirst(prefix(for: table).count)
        let isOurs =
            tail.utf8.count >= digits
            && tail.prefix(digits).utf8.allSatisfy {
                (48...57).contains($0) || (97...102).contains($0)
            }
        return isOurs && suffixes.contains(String(tail.dropFirst(digits)))
    }
}
