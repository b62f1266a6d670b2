import ProbeModel
import TransportMap

/// The diversions that stand in one table, by their patterns.
struct DiversionIndex: Sendable {
    private let diversions: [[UInt8]: Diversion]
    private let dialect: MapDialect

    init(_ map: TransportMap?) {
        dialect = map?.dialect ?? MapDialect()
        let readable = map?.diversions.compactMap { diversion in
            diversion.state == .entryMissing
                ? nil : diversion.pattern.map { ($0, diversion) }
        }
        diversions = Dictionary(readable ?? []) { first, _ in first }
    }

    /// What the entry was before it was diverted.
    ///
    /// - Parameters:
    ///   - key: The key that matched.
    ///   - line: The line of the entry, where it is known: an entry elsewhere is another one, and one that
    ///     the text does not have is none of its diversions.
    /// - Returns: `nil` where the entry that decides is not a diverted one.
    func diversion(of key: [UInt8], line: Int?) -> RouteDiversion? {
        let folded = CaseFolding.fold(key[...], unicode: dialect.requiresUTF8)
        guard let diversion = diversions[folded], line ?? diversion.line + 1 == diversion.line + 1
        else { return nil }
        let original = TransportMap(diversion.original, dialect: dialect)?.entry(for: folded)
        return RouteDiversion(
            original: original?.resultText,
            isIntact: diversion.state == .intact
        )
    }
}
