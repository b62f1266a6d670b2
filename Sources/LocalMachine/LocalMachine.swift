import Glibc
package import ProbeModel
import Sockets

/// What this machine is: its names, its addresses, and the families it can use.
package enum LocalMachine {
    /// The host name as the kernel has it, safe to print; empty when it cannot be read.
    package static var hostname: String {
        var buffer = [CChar](repeating: 0, count: 256)
        let status = gethostname(&buffer, buffer.count - 1)
        return status == 0
            ? SafeText.escape(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }) : ""
    }

    /// The addresses of all interfaces, loopback addresses included.
    package static var interfaceAddresses: Set<IPAddress> { InterfaceAddresses.read() }

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

    /// Whether the kernel would send to an address at all, as far as this machine has what it takes to ask; nothing is sent.
    package static func hasRoute(to address: IPAddress) -> Bool {
        SystemRoute(to: address) != .absent
    }

    /// Addresses of root name servers, as examples of what lies outside (A and M).
    private static let outsideIPv4 = IPAddress(ipv4: 0xc629_0004)
    private static let outsideIPv6 = IPAddress(ipv6High: 0x2001_0dc3_0000_0000, low: 0x35)

    private static func leadsOutside(_ address: IPAddress) -> Bool {
        switch SpecialPurpose.of(address)?.name {
        case "loopback", "link local", "unspecified", "unique local": return false
        default: return true
        }
    }
}
