/// A range of addresses that share a prefix (RFC 4632, RFC 4291 section 2.3).
public struct IPNetwork: Hashable, Sendable, LosslessStringConvertible {
    /// The lowest address of the range; bits beyond the prefix are zero.
    public let base: IPAddress

    /// The number of leading bits that all addresses of the range share.
    public let prefixLength: Int

    /// Creates the range of an address and those that share its first bits.
    package init(around address: IPAddress, prefixLength: Int) {
        self.prefixLength = min(max(prefixLength, 0), address.bitWidth)
        base = address.masked(to: self.prefixLength)
    }

    /// Reads `ADDRESS/LENGTH`, or a bare address as the range of itself; `nil` when it is neither.
    ///
    /// Bits beyond the prefix must be zero, because `192.0.2.1/24` usually hides a mistake, and the
    /// length has no leading zeros.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
        var length = address.bitWidth
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count),
                parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                parts[1] == "0" || parts[1].utf8.first != UInt8(ascii: "0"),
                let number = Int(parts[1]), number <= address.bitWidth
            else { return nil }
            length = number
        }
        base = address
        prefixLength = length
        guard address.masked(to: length) == address else { return nil }
    }

    /// Whether an address lies in the range; never true across families.
    public func contains(_ address: IPAddress) -> Bool {
        address.family == base.family && address.masked(to: prefixLength) == base
    }

    /// The range as `ADDRESS/LENGTH`.
    public var description: String { "\(base)/\(prefixLength)" }
}

extension IPAddress {
    /// The address with every bit beyond the first `length` set to zero.
    func masked(to length: Int) -> IPAddress {
        func mask(_ bits: Int) -> UInt64 {
            bits <= 0 ? 0 : bits >= 64 ? .max : ~(.max >> UInt64(bits))
        }
        switch family {
        case .ipv4:
            return IPAddress(ipv4: UInt32(truncatingIfNeeded: low & mask(length + 32)))
        case .ipv6:
            return IPAddress(ipv6High: high & mask(length), low: low & mask(length - 64))
        }
    }
}
