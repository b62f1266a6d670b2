import ProbeModel

/// Which names were met, in eight bytes each, so that a million of them have room.
///
/// Of a million names two are taken for one with a chance of one in thirty million, and nobody can aim at it: the key of the
/// hash is the process's own.
struct NameFingerprints: Sendable {
    private var seen: Set<Int> = []

    /// How many names there are.
    var count: Int { seen.count }

    /// Adds a name; false where it was there.
    mutating func insert(_ name: DomainName) -> Bool { seen.insert(name.hashValue).inserted }

    /// Whether a name was added.
    func contains(_ name: DomainName) -> Bool { seen.contains(name.hashValue) }
}
