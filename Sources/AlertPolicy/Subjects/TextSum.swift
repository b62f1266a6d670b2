/// A sum over texts that is the same on every machine and in every run (FNV-1a, 64 bits).
///
/// It makes ids from values that are told apart well enough already; nothing relies on it where somebody
/// gains from a collision.
enum TextSum {
    private static let offset: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01b3

    /// The sum as 16 hexadecimal digits; the salt makes independent sums of the same texts.
    static func hex(of texts: [String], salt: UInt8 = 0) -> String {
        var sum = add(salt, to: offset)
        for text in texts {
            for byte in text.utf8 { sum = add(byte, to: sum) }
            // No UTF-8 text holds this byte, so that ["ab"] and ["a", "b"] differ.
            sum = add(0xff, to: sum)
        }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func add(_ byte: UInt8, to sum: UInt64) -> UInt64 {
        (sum ^ UInt64(byte)) &* prime
    }
}
