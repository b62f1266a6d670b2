package import Glibc
package import ProbeModel

/// The addresses of this machine's interfaces.
package enum InterfaceAddresses {
    /// Reads the addresses of all interfaces, loopback included; empty where the system does not tell.
    package static func read() -> Set<IPAddress> {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: Set<IPAddress> = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ifa_addr.flatMap({ IPAddress($0) }) {
                found.insert(address)
            }
            next = entry.pointee.ifa_next
        }
        return found
    }
}

extension IPAddress {
    /// Reads the address out of the form that system calls give; `nil` for other families.
    package init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let field = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            guard let read = withUnsafeBytes(of: field, { IPAddress(bytes: $0) }) else {
                return nil
            }
            self = read
        case AF_INET6:
            let field = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            guard let read = withUnsafeBytes(of: field, { IPAddress(bytes: $0) }) else {
                return nil
            }
            self = read
        default:
            return nil
        }
    }
}
