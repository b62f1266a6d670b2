/// The search for a recipient's transport entry: which table to ask for which key next.
///
/// Each key is looked up in all tables before the next key, and a table that cannot be asked ends
/// the search (`maps_find`, `mail_addr_find`, trivial-rewrite). The caller asks the tables, at
/// once or one by one, from memory or through `postmap -q`.
public struct TransportSearch: Sendable {
    /// The next thing to do.
    public enum Step: Hashable, Sendable {
        /// Ask a table, by its position, for a key.
        case ask(table: Int, key: LookupKey)
        /// The search is over.
        case finished(LookupOutcome)
    }

    private let keys: [LookupKey]
    private let tables: [LookupTable.Matching]
    private var keyPosition = 0
    private var tablePosition = 0
    private var outcome: LookupOutcome?

    /// Starts a search.
    ///
    /// - Parameters:
    ///   - subject: Who to look up.
    ///   - settings: The settings of main.cf.
    ///   - tables: How each table of `transport_maps` is asked, in order.
    public init(
        for subject: LookupSubject,
        settings: LookupSettings,
        tables: [LookupTable.Matching]
    ) {
        keys = LookupKey.keys(for: subject, settings: settings)
        self.tables = tables
        settle()
    }

    /// What to do now.
    public var step: Step {
        if let outcome { return .finished(outcome) }
        return .ask(table: tablePosition, key: keys[keyPosition])
    }

    /// Takes the answer to the question that ``step`` asks; ignored when the search is over.
    public mutating func receive(_ answer: TableAnswer) {
        guard outcome == nil else { return }
        let key = keys[keyPosition]
        switch answer {
        case .absent:
            tablePosition += 1
            settle()
        case .failed(let reason):
            outcome = .failed(LookupFailure(table: tablePosition, key: key, reason: reason))
        case .found(let value, let line):
            outcome = Self.outcome(of: value, line: line, table: tablePosition, key: key)
        }
    }

    private static func outcome(
        of value: [UInt8],
        line: Int?,
        table: Int,
        key: LookupKey
    ) -> LookupOutcome {
        // Postfix takes an empty value for a broken table, never for a result.
        guard let result = TransportResult(value) else {
            let reason = value.isEmpty ? "the result is empty" : "the result is malformed"
            return .failed(LookupFailure(table: table, key: key, reason: reason))
        }
        return .found(LookupMatch(table: table, key: key, line: line, result: result))
    }

    /// Goes on to the next table that is asked for the key, or the next key.
    private mutating func settle() {
        while keyPosition < keys.count {
            while tablePosition < tables.count {
                let isAsked =
                    tables[tablePosition] == .fixedStrings || keys[keyPosition].isForPatternTables
                if isAsked { return }
                tablePosition += 1
            }
            tablePosition = 0
            keyPosition += 1
        }
        outcome = .notFound
    }
}

extension TransportSearch {
    /// Looks a recipient up in the tables of `transport_maps`, in order, which answer at once.
    public static func run(
        for subject: LookupSubject,
        in tables: [LookupTable],
        settings: LookupSettings
    ) -> LookupOutcome {
        var search = TransportSearch(
            for: subject,
            settings: settings,
            tables: tables.map(\.matching)
        )
        while true {
            switch search.step {
            case .finished(let outcome): return outcome
            case .ask(let table, let key): search.receive(tables[table].answer(for: key.bytes))
            }
        }
    }
}
