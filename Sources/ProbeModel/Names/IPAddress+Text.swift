extension IPAddress: LosslessStringConvertible {
    /// Reads dotted decimal or colon-hexadecimal text; `nil` when it is neither.
    public init?(_ text: String) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let groups = IPAddress.ipv6Groups(text) else { return nil }
            let high = groups[0..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
            let low = groups[4..<8].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
            self.init(ipv6High: high, low: low)
        } else {
            guard let bits = IPAddress.ipv4Bits(text[...]) else { return nil }
            self.init(ipv4: bits)
        }
    }

    /// The address as RFC 5952 writes it.
    public var description: String {
        switch family {
        case .ipv4: return bytes.map(String.init).joined(separator: ".")
        case .ipv6: return ipv6Text
        }
    }

    /// Reads four decimal octets without leading zeros, which some programs read as octal.
    private static func ipv4Bits(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count),
                part.utf8.allSatisfy({ (48...57).contains($0) }),
                part == "0" || part.utf8.first != UInt8(ascii: "0"), let octet = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        return bits
    }

    private static func ipv6Groups(_ text: String) -> [UInt16]? {
        guard text.utf8.count <= 45 else { return nil }
        let halves = text.components(aroundDoubleColon: ())
        guard halves.count <= 2 else { return nil }
        var sides: [[UInt16]] = []
        for (index, half) in halves.enumerated() {
            guard let groups = ipv6Side(half, mayEndInIPv4: index == halves.count - 1) else {
                return nil
            }
            sides.append(groups)
        }
        let count = sides.reduce(0) { $0 + $1.count }
        if sides.count == 1 { return count == 8 ? sides[0] : nil }
        guard count <= 7 else { return nil }
        return sides[0] + Array(repeating: 0, count: 8 - count) + sides[1]
    }

    private static func ipv6Side(_ text: Substring, mayEndInIPv4: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, part.contains(".") {
                guard let bits = ipv4Bits(part) else { return nil }
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                guard (1...4).contains(part.utf8.count),
                    part.utf8.allSatisfy({ isHexDigit($0) }), let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups.count <= 8 ? groups : nil
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private var ipv6Text: String {
        let bytes = bytes
        let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
        let isMapped = high == 0 && low >> 32 == 0xffff
        if isMapped { return "::ffff:\(IPAddress(ipv4: UInt32(truncatingIfNeeded: low)))" }
        let gap = IPAddress.longestZeroRun(groups)
        func hex(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let gap else { return hex(0..<8) }
        return hex(0..<gap.lowerBound) + "::" + hex(gap.upperBound..<8)
    }

    /// The first longest run of at least two zero groups (RFC 5952 section 4.2).
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var index = 0
        while index < groups.count {
            var end = index
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - index >= 2, end - index > (best?.count ?? 0) { best = index..<end }
            index = max(end, index + 1)
        }
        return best
    }
}

extension String {
    /// The parts around each `::`; more than two parts means more than one `::`.
    fileprivate func components(aroundDoubleColon: Void) -> [Substring] {
        var parts: [Substring] = []
        var start = startIndex
        var index = startIndex
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == ":", next < endIndex, self[next] == ":" {
                parts.append(self[start..<index])
                start = self.index(after: next)
                index = start
            } else {
                index = next
            }
        }
        parts.append(self[start...])
        return parts
    }
}
