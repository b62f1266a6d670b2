package import Glibc
package import ProbeModel

/// An address and port in the form that system calls take.
package struct SocketAddress {
    private var storage = sockaddr_storage()

    /// The bytes of the structure that count.
    package let length: socklen_t

    /// Creates a socket address; port 0 leaves the choice to the system.
    package init(_ address: IPAddress, port: UInt16) {
        let bytes = address.bytes
        switch address.family {
        case .ipv4:
            var ipv4 = sockaddr_in()
            ipv4.sin_family = sa_family_t(AF_INET)
            ipv4.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &ipv4.sin_addr) { $0.copyBytes(from: bytes) }
            length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: ipv4, as: sockaddr_in.self) }
        case .ipv6:
            var ipv6 = sockaddr_in6()
            ipv6.sin6_family = sa_family_t(AF_INET6)
            ipv6.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &ipv6.sin6_addr) { $0.copyBytes(from: bytes) }
            length = socklen_t(MemoryLayout<sockaddr_in6>.size)
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: ipv6, as: sockaddr_in6.self) }
        }
    }

    /// Lends the structure to a system call.
    package func withPointer<Result>(_ body: (UnsafePointer<sockaddr>) -> Result) -> Result {
        withUnsafeBytes(of: storage) {
            // A structure of 128 bytes always has an address.
            body($0.assumingMemoryBound(to: sockaddr.self).baseAddress.unsafelyUnwrapped)
        }
    }
}

extension AddressFamily {
    /// The family's number in system calls.
    package var number: Int32 { self == .ipv4 ? AF_INET : AF_INET6 }
}
