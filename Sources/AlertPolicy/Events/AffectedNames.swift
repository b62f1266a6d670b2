public import ProbeModel

/// The domains or hosts that an event concerns: the first of them, and how many there are.
public struct AffectedNames: Hashable, Sendable, Codable {
    /// The first names in alphabetical order, at most ``AlertLimits/names``.
    public private(set) var names: [String]

    /// How many there are in all.
    public private(set) var total: Int

    /// Creates a list.
    public init(_ names: some Sequence<DomainName>) {
        let all = Set(names)
        total = all.count
        self.names = all.sorted().prefix(AlertLimits.names).map(\.ascii)
    }

    /// How many are not listed.
    public var unlisted: Int { max(0, total - names.count) }
}
