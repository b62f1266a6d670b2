/// An IPv4 or IPv6 address.
///
/// Text is read and written as RFC 4291 section 2.2 and RFC 5952 describe; an IPv4-mapped IPv6
/// address stays an IPv6 address. Zone identifiers (`%eth0`) are not accepted.
public struct IPAddress: Hashable, Sendable {
    /// The family that the address belongs to.
    public let family: AddressFamily

    /// The first eight bytes of an IPv6 address, in host order; zero for IPv4.
    let high: UInt64

    /// The last eight bytes of an IPv6 address, or the four of an IPv4 address, in host order.
    let low: UInt64

    /// Creates an IPv4 address from its 32 bits in host order.
    public init(ipv4 bits: UInt32) {
        family = .ipv4
        high = 0
        low = UInt64(bits)
    }

    /// Creates an IPv6 address from its two halves in host order.
    public init(ipv6High high: UInt64, low: UInt64) {
        family = .ipv6
        self.high = high
        self.low = low
    }

    /// Creates an address from 4 or 16 bytes in network order; `nil` for any other length.
    public init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4:
            self.init(ipv4: UInt32(bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
        case 16:
            let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let low = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            self.init(ipv6High: high, low: low)
        default:
            return nil
        }
    }

    /// The 4 or 16 bytes of the address in network order.
    public var bytes: [UInt8] {
        switch family {
        case .ipv4:
            return (0..<4).map { UInt8(truncatingIfNeeded: low >> (24 - 8 * $0)) }
        case .ipv6:
            return (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
                + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
        }
    }

    /// The number of bits in an address of this family.
    public var bitWidth: Int { family == .ipv4 ? 32 : 128 }
}

extension IPAddress: Comparable {
    /// Orders IPv4 before IPv6, then by number.
    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        if left.family != right.family { return left.family == .ipv4 }
        return (left.high, left.low) < (right.high, right.low)
    }
}
