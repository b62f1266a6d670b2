import Glibc
package import ProbeModel

/// What this machine is: its names, its addresses, and the families it can use.
package enum LocalMachine {
    /// The host name as the kernel has it, safe to print; empty when it cannot be read.
    package static var hostname: String {
        var buffer = [CChar](repeating: 0, count: 256)
        let status = gethostname(&buffer, buffer.count - 1)
        return status == 0
            ? SafeText.escape(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }) : ""
    }

    /// The addresses of all interfaces that are up, loopback addresses included.
    package static var interfaceAddresses: Set<IPAddress> {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var addresses: Set<IPAddress> = []
        var next = first
        while let entry = next {
            if let address = address(entry.pointee.ifa_addr) { addresses.insert(address) }
            next = entry.pointee.ifa_next
        }
        return addresses
    }

    /// The families in which this machine has an address or a route that leads outside.
    ///
    /// A link-local address leads nowhere, and a unique-local one does only where a route exists.
    package static var usableFamilies: Set<AddressFamily> {
        let addresses = interfaceAddresses
        return Set(
            AddressFamily.allCases.filter { family in
                addresses.contains { $0.family == family && leadsOutside($0) }
                    || hasRoute(to: family == .ipv4 ? outsideIPv4 : outsideIPv6)
            }
        )
    }

    /// Whether the kernel would send to an address at all; nothing is sent.
    package static func hasRoute(to address: IPAddress) -> Bool {
        let domain = address.family == .ipv4 ? AF_INET : AF_INET6
        let descriptor = socket(domain, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return SocketAddress(address, port: discardPort).withSockaddr {
            connect(descriptor, $0, $1) == 0
        }
    }

    /// The discard port (RFC 863); any port serves, as connecting a datagram socket sends nothing.
    private static let discardPort: UInt16 = 9

    /// Addresses of root name servers, as examples of what lies outside (A and M).
    private static let outsideIPv4 = IPAddress(ipv4: 0xc629_0004)
    private static let outsideIPv6 = IPAddress(ipv6High: 0x2001_0dc3_0000_0000, low: 0x35)

    private static func leadsOutside(_ address: IPAddress) -> Bool {
        switch SpecialPurpose.of(address)?.name {
        case "loopback", "link local", "unspecified", "unique local": return false
        default: return true
        }
    }

    private static func address(_ pointer: UnsafeMutablePointer<sockaddr>?) -> IPAddress? {
        guard let pointer else { return nil }
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            let address = raw.loadUnaligned(as: sockaddr_in.self)
            return IPAddress(ipv4: UInt32(bigEndian: address.sin_addr.s_addr))
        case AF_INET6:
            let address = raw.loadUnaligned(as: sockaddr_in6.self)
            return withUnsafeBytes(of: address.sin6_addr) { IPAddress(bytes: $0) }
        default:
            return nil
        }
    }
}
