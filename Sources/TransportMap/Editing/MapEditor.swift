/// Plans changes of an administrator's own table, in place.
///
/// A diverted entry is one line in the place of the old one, behind a comment that holds the old
/// one; see ``DiversionMarker``. Everything else keeps its bytes. The plan is a pure function of
/// the table and the changes.
struct MapEditor {
    let map: TransportMap
    let diversions: [Diversion]
    private let diversionsByPattern: [[UInt8]: [Diversion]]
    private let unreadableLines: Set<Int>
    let blocks: [ManagedBlock]
    private var edits: [LineEdit] = []
    private var outcomes: [ChangeOutcome] = []
    private var touched: Set<[UInt8]> = []

    init(map: TransportMap) {
        self.map = map
        let diversions = map.diversions
        self.diversions = diversions
        let readable = diversions.compactMap { one in one.pattern.map { ($0, [one]) } }
        diversionsByPattern = Dictionary(readable, uniquingKeysWith: +)
        unreadableLines = Set(diversions.filter { $0.pattern == nil }.map(\.line))
        blocks = ManagedBlock.blocks(in: map.bytes)
    }

    /// Plans changes, each as if it were the only one.
    static func plan(
        _ changes: [MapChange],
        of map: TransportMap,
        maximumSize: Int = TransportMap.maximumSize
    ) -> EditPlan {
        var editor = MapEditor(map: map)
        for change in changes { editor.add(change) }
        let plan = EditPlan(
            original: map.bytes,
            edits: editor.edits,
            outcomes: editor.outcomes
        )
        guard plan.bytes.count > maximumSize else { return plan }
        return EditPlan(
            original: map.bytes,
            edits: [],
            outcomes: editor.outcomes.map { outcome in
                guard outcome.disposition == .edited else { return outcome }
                return ChangeOutcome(pattern: outcome.pattern, disposition: .refused(.tooLarge))
            }
        )
    }

    private mutating func add(_ change: MapChange) {
        switch change {
        case .divert(let pattern, let result):
            record(key: fold(pattern)) { $0.divert(pattern, to: result) }
        case .revert(let pattern):
            record(key: fold(pattern)) { $0.revert(pattern) }
        case .forget(let pattern): forget(fold(pattern))
        case .revertAll:
            for diversion in diversions {
                guard let key = diversion.pattern else {
                    record(nil, .refused(.unreadableMarker(line: diversion.line)))
                    continue
                }
                guard !touched.contains(key) else { continue }
                record(key: key) { $0.undo(key) }
            }
        }
    }

    /// Records what one change does to one pattern, which a plan changes only once.
    private mutating func record(
        key: [UInt8],
        _ plan: (MapEditor) -> Result<LineEdit?, EditRefusal>
    ) {
        guard touched.insert(key).inserted else { return record(key, .refused(.repeated)) }
        switch plan(self) {
        case .failure(let refusal): record(key, .refused(refusal))
        case .success(nil): record(key, .unchanged)
        case .success(let edit?):
            edits.append(edit)
            record(key, .edited)
        }
    }

    private mutating func record(_ pattern: [UInt8]?, _ outcome: ChangeOutcome.Disposition) {
        outcomes.append(ChangeOutcome(pattern: pattern, disposition: outcome))
    }

    func fold(_ pattern: TransportPattern) -> [UInt8] {
        CaseFolding.fold(pattern.bytes[...], unicode: map.dialect.requiresUTF8)
    }

    /// Takes the markers of a pattern away, whatever became of the entry below them.
    private mutating func forget(_ key: [UInt8]) {
        guard touched.insert(key).inserted else { return record(key, .refused(.repeated)) }
        guard let found = diversionsByPattern[key] else {
            return record(key, .refused(.notDiverted))
        }
        let scanner = LineScanner(bytes: map.bytes)
        edits += found.map { diversion in
            let end = scanner.endOfLine(from: diversion.markerStart)
            return LineEdit(range: diversion.markerStart..<end, replacement: [])
        }
        record(key, .edited)
    }

    private func revert(_ pattern: TransportPattern) -> Result<LineEdit?, EditRefusal> {
        if let line = unreadableMarker(above: map.entry(for: pattern.bytes)) {
            return .failure(.unreadableMarker(line: line))
        }
        return undo(fold(pattern))
    }

    private func undo(_ key: [UInt8]) -> Result<LineEdit?, EditRefusal> {
        intactDiversion(of: key).flatMap { diversion in
            guard let diversion else { return .failure(.notDiverted) }
            return .success(
                LineEdit(range: diversion.byteRange, replacement: diversion.original)
            )
        }
    }

    /// The one diversion of a pattern; `nil` when there is none.
    func intactDiversion(of key: [UInt8]) -> Result<Diversion?, EditRefusal> {
        let found = diversionsByPattern[key] ?? []
        guard found.count < 2 else { return .failure(.ambiguous(lines: found.map(\.line))) }
        guard let diversion = found.first else { return .success(nil) }
        switch diversion.state {
        case .intact: return .success(diversion)
        case .changed: return .failure(.changedByHand(line: diversion.line))
        case .entryMissing: return .failure(.entryMissing(line: diversion.line))
        case .unreadable: return .failure(.unreadableMarker(line: diversion.line))
        }
    }

    /// The line of a marker that cannot be read right above an entry.
    func unreadableMarker(above entry: TransportEntry?) -> Int? {
        guard let line = entry?.lines.lowerBound else { return nil }
        return unreadableLines.contains(line - 1) ? line - 1 : nil
    }
}

extension TransportMap {
    /// Plans changes of this table, in place.
    ///
    /// A change that cannot be made is refused by itself; the others are planned all the same.
    public func plan(_ changes: [MapChange]) -> EditPlan {
        MapEditor.plan(changes, of: self)
    }
}
