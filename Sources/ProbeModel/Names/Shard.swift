/// One of several parts into which any list of domains is split, for as many jobs.
///
/// Which part a domain is in depends on its name alone, on every machine and in every version: the parts together are
/// the whole, and none overlaps another.
public struct Shard: Hashable, Sendable {
    /// The most parts; more would be jobs of a few names each.
    public static let maximumCount = 100_000

    /// Which part this is, from 1.
    public let number: Int
    /// How many parts there are.
    public let count: Int

    /// Reads `2/8`, the second of eight; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Self.read(parts[0]), let count = Self.read(parts[1]),
            (1...Self.maximumCount).contains(count), (1...count).contains(number)
        else { return nil }
        self.number = number
        self.count = count
    }

    /// Whether a domain is in this part.
    public func contains(_ name: DomainName) -> Bool {
        // The high half times the count, shifted down: no part is favoured as a remainder would.
        let share = ((Self.digest(name.ascii.utf8) >> 32) * UInt64(count)) >> 32
        return share == UInt64(number - 1)
    }

    private static func read(_ digits: Substring.UTF8View.SubSequence) -> Int? {
        guard digits.count <= 6, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(String(Substring(digits)))
    }

    /// FNV-1a of 64 bits, mixed once more (the finalizer of MurmurHash3), as its high bits change little in short names.
    private static func digest(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ hash >> 33
    }
}
