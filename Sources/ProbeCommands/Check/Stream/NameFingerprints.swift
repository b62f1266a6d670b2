import ProbeModel

/// Which names were met, in 16 bytes each, so that a million of them have room.
///
/// Two names are taken for one with a chance of 2⁻¹²⁸ a pair, and nobody can aim at it: the keys of the hashes are the process's own.
struct NameFingerprints: Sendable {
    private var seen: Set<UInt128> = []

    /// How many names there are.
    var count: Int { seen.count }

    /// Adds a name; false where it was there.
    mutating func insert(_ name: DomainName) -> Bool {
        seen.insert(Self.fingerprint(name)).inserted
    }

    /// Whether a name was added.
    func contains(_ name: DomainName) -> Bool { seen.contains(Self.fingerprint(name)) }

    private static func fingerprint(_ name: DomainName) -> UInt128 {
        var (first, second) = (Hasher(), Hasher())
        first.combine(name)
        second.combine(1 as UInt8)
        second.combine(name)
        let halves = (first.finalize(), second.finalize())
        return UInt128(UInt(bitPattern: halves.0)) << 64 | UInt128(UInt(bitPattern: halves.1))
    }
}
