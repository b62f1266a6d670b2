package import ProbeModel

extension DNSName {
    /// Splits a text at its dots; only for tests.
    package init(text: String) {
        let labels = text.split(separator: ".").map { Array($0.utf8) }
        guard let name = DNSName(labels: labels) else {
            preconditionFailure("the test's name \(text) is none")
        }
        self = name
    }
}

extension WireQuestion {
    /// Creates a question from text; only for tests.
    package init(_ text: String, _ type: UInt16) {
        self.init(name: DNSName(text: text), type: type)
    }
}

/// A random source that gives the same numbers for the same seed (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Creates a source.
    package init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

    /// The next number.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Random bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}
