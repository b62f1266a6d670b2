/// One table of `transport_maps`.
///
/// Tables whose text can be read are asked here; of the others (regular expressions, LDAP, SQL)
/// only the way to ask is known, which is for the caller to supply (`postmap -q`).
public struct LookupTable: Sendable {
    /// The table as main.cf names it, `hash:/etc/postfix/transport`.
    public let name: String

    /// Which keys the table is asked for.
    public let matching: Matching

    private let ask: @Sendable ([UInt8]) -> TableAnswer

    /// Which keys Postfix asks a table for.
    public enum Matching: String, Hashable, Sendable {
        /// All keys; the table holds fixed strings.
        case fixedStrings = "fixed-strings"
        /// The whole address and `*` only.
        case patterns

        /// How Postfix asks a type of table, by the type's name in main.cf.
        ///
        /// Types that depend on their own configuration (`proxy:`, `pipemap:`, `unionmap:`) are
        /// told by the types inside; LDAP, SQL and memcache tables can be configured either way
        /// and hold fixed strings unless their queries say otherwise.
        public init(type: String) {
            let patterns = ["regexp", "pcre", "cidr", "tcp", "socketmap", "randmap", "fail"]
            self = patterns.contains(type) ? .patterns : .fixedStrings
        }
    }

    /// A table that is asked through a closure.
    ///
    /// - Parameters:
    ///   - name: The table as main.cf names it.
    ///   - matching: Which keys the table is asked for.
    ///   - ask: Answers for one key, not yet case-folded.
    public init(
        name: String,
        matching: Matching,
        ask: @escaping @Sendable ([UInt8]) -> TableAnswer
    ) {
        self.name = name
        self.matching = matching
        self.ask = ask
    }

    /// A table whose text has been read.
    ///
    /// The name's type matters: an index is built by `postmap`, which warns about a repeated
    /// pattern and goes on, but a daemon that reads a `texthash:` table itself refuses the whole
    /// table for it, and defers the mail (`dict_thash_open`).
    public init(name: String, map: TransportMap) {
        let isReadByDaemon = name.hasPrefix("texthash:") || name.hasPrefix("proxy:texthash:")
        if isReadByDaemon, let duplicate = map.firstDuplicate {
            self.init(name: name, matching: .fixedStrings) { _ in
                .failed("\(duplicate); Postfix refuses a texthash: table with a repeated pattern")
            }
            return
        }
        self.init(name: name, matching: .fixedStrings) { key in
            guard let entry = map.entry(for: key) else { return .absent }
            return .found(entry.result, line: entry.lines.lowerBound)
        }
    }

    /// What the table says about a key.
    public func answer(for key: [UInt8]) -> TableAnswer { ask(key) }
}
