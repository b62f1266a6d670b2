import Glibc
import ProbeModel

extension ResolverAddress {
    /// Hands the address over in the form of the socket calls.
    func withSocketAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        switch address.family {
        case .ipv4:
            var socketAddress = sockaddr_in()
            socketAddress.sin_family = sa_family_t(AF_INET)
            socketAddress.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &socketAddress.sin_addr) {
                $0.copyBytes(from: address.bytes)
            }
            return withRebound(&socketAddress, body)
        case .ipv6:
            var socketAddress = sockaddr_in6()
            socketAddress.sin6_family = sa_family_t(AF_INET6)
            socketAddress.sin6_port = port.bigEndian
            // An unknown interface has the number 0, and sending then fails as it should.
            socketAddress.sin6_scope_id = zone.map { if_nametoindex($0) } ?? 0
            withUnsafeMutableBytes(of: &socketAddress.sin6_addr) {
                $0.copyBytes(from: address.bytes)
            }
            return withRebound(&socketAddress, body)
        }
    }

    private func withRebound<Address, Result>(
        _ socketAddress: inout Address,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &socketAddress) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Opens a socket that is connected to this address, so that only this address can answer on
    /// it.
    ///
    /// The system draws the local port at random (RFC 5452 section 9.2). A TCP connection may still
    /// be under way.
    ///
    /// - Returns: The descriptor, or the system's error number.
    func connectedSocket(_ transport: Transport) -> Result<Int32, SocketError> {
        let family = address.family == .ipv4 ? AF_INET : AF_INET6
        let kind = transport == .udp ? SOCK_DGRAM : SOCK_STREAM
        let flags = SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(family, Int32(kind.rawValue | flags), 0)
        guard descriptor >= 0 else { return .failure(SocketError(errno: errno)) }
        if transport == .udp { reportAllErrors(descriptor) }
        let status = withSocketAddress { connect(descriptor, $0, $1) }
        guard status == 0 || errno == EINPROGRESS else {
            let error = SocketError(errno: errno)
            close(descriptor)
            return .failure(error)
        }
        return .success(descriptor)
    }
}

extension ResolverAddress {
    /// Has every ICMP error reported, not only closed ports: a host that is unreachable, a firewall
    /// that says no (ip(7)).
    private func reportAllErrors(_ descriptor: Int32) {
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        switch address.family {
        case .ipv4: setsockopt(descriptor, Int32(IPPROTO_IP), IP_RECVERR, &yes, size)
        case .ipv6: setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_RECVERR, &yes, size)
        }
    }
}

/// The error number of a failed socket call.
struct SocketError: Error {
    let errno: Int32
}
