/// Finds the first entry for a key: an open-addressing hash table of entry numbers.
///
/// It holds four bytes a slot and no keys, so that an index of a large table stays small; the
/// owner compares keys.
struct KeyIndex: Sendable {
    private var slots: [UInt32]
    private let mask: Int

    /// Creates an index for up to a number of keys, half full at most.
    init(capacity: Int) {
        var size = 2
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        mask = size - 1
    }

    /// The hash of a folded key; seeded per process, so that no table can be made to collide.
    static func hash(_ key: [UInt8]) -> Int {
        var hasher = Hasher()
        key.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    /// The entry number that the owner recognises, or `nil`.
    func first(hash: Int, where isMatch: (Int) -> Bool) -> Int? {
        var slot = hash & mask
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) - 1
            if isMatch(entry) { return entry }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds an entry unless one that the owner recognises is there; returns that one.
    mutating func insert(_ entry: Int, hash: Int, where isMatch: (Int) -> Bool) -> Int? {
        var slot = hash & mask
        while slots[slot] != 0 {
            let other = Int(slots[slot]) - 1
            if isMatch(other) { return other }
            slot = (slot + 1) & mask
        }
        slots[slot] = UInt32(truncatingIfNeeded: entry + 1)
        return nil
    }
}
