import Glibc
import ProbeModel

/// The addresses of this machine's interfaces, to tell an ICMP error of our own firewall from a router's.
struct OwnAddresses {
    private var addresses: Set<IPAddress> = []
    private var expires: Instant?

    /// How long a list is believed; addresses come and go with interfaces and DHCP.
    static let lifetime = Duration.seconds(1)

    /// Whether an interface of this machine has the address now.
    mutating func contains(_ address: IPAddress, now: Instant) -> Bool {
        if expires.map({ $0 <= now }) ?? true {
            addresses = OwnAddresses.read()
            expires = now.advanced(by: OwnAddresses.lifetime)
        }
        return addresses.contains(address)
    }

    /// Reads the addresses of all interfaces; empty where the system does not tell.
    static func read() -> Set<IPAddress> {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: Set<IPAddress> = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ifa_addr.flatMap(read) { found.insert(address) }
            next = entry.pointee.ifa_next
        }
        return found
    }

    private static func read(_ address: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            var field = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: &field) { IPAddress(bytes: $0) }
        case AF_INET6:
            var field = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: &field) { IPAddress(bytes: $0) }
        default:
            return nil
        }
    }
}
