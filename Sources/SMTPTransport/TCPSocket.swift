import CLinuxSockets
import Glibc
import ProbeEngine
import ProbeModel
import Sockets

/// The system calls that a TCP connection needs, on non-blocking sockets.
enum TCPSocket {
    /// A connection attempt, just begun.
    enum Opening {
        /// The SYN is on its way.
        case connecting(Int32)
        /// This machine lacks descriptors, memory or ports now; it says nothing about the peer.
        case shortage(SystemError)
        /// The attempt failed at once.
        case failed(SystemError)
    }

    /// Opens a socket that reports ICMP errors and begins to connect it.
    ///
    /// - Parameters:
    ///   - endpoint: Where to.
    ///   - source: The address to connect from; `nil` for the system's choice.
    ///   - user: The user in whose name; `nil` for our own.
    /// - Returns: The attempt.
    static func open(
        _ endpoint: Endpoint,
        from source: IPAddress?,
        as user: SystemUser? = nil
    ) -> Opening {
        let family = endpoint.address.family
        let type =
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor =
            user.map { socket_as($0.uid, $0.gid, family.number, type) }
            ?? socket(family.number, type, 0)
        guard descriptor >= 0 else {
            return classify(SystemError(call: "socket", errno: errno), endpoint, source)
        }
        // An old kernel that refuses leaves errno as the only witness; the probe is still worth while.
        _ = eq_prepare(descriptor, family.number, 0)
        enable(TCP_NODELAY, on: descriptor)
        if let error = bindAndConnect(descriptor, endpoint, source) {
            close(descriptor)
            return classify(
                SystemError(call: error.call, errno: error.code),
                endpoint,
                source
            )
        }
        return .connecting(descriptor)
    }

    private static func bindAndConnect(
        _ descriptor: Int32,
        _ endpoint: Endpoint,
        _ source: IPAddress?
    ) -> (call: String, code: Int32)? {
        if let source {
            let address = SocketAddress(source, port: 0)
            let result = address.withPointer {
                bind_without_port(descriptor, $0, address.length)
            }
            if result != 0 { return ("bind", errno) }
        }
        let address = SocketAddress(endpoint.address, port: endpoint.port)
        while true {
            let result = address.withPointer { Glibc.connect(descriptor, $0, address.length) }
            if result == 0 { return nil }
            switch errno {
            case EINTR: continue
            // The last two where a call that was interrupted had begun already.
            case EINPROGRESS, EALREADY, EISCONN: return nil
            default: return ("connect", errno)
            }
        }
    }

    /// Tells a shortage of this machine from an answer about the way to the peer.
    private static func classify(
        _ error: SystemError,
        _ endpoint: Endpoint,
        _ source: IPAddress?
    ) -> Opening {
        switch error.code {
        // All local ports towards one peer are taken.
        case EADDRINUSE: return .shortage(error)
        // An IPv4 connect says this only when all local ports are taken; with IPv6 it also means that
        // this machine has no address.
        case EADDRNOTAVAIL where error.call == "connect":
            let isOfPorts =
                endpoint.address.family == .ipv4 || source != nil
                || SystemRoute(to: endpoint.address) != .absent
            return isOfPorts ? .shortage(error) : .failed(error)
        default: return Shortage.isTold(by: error.code) ? .shortage(error) : .failed(error)
        }
    }

    /// Switches a TCP option on.
    static func enable(_ option: Int32, on descriptor: Int32) {
        var on: Int32 = 1
        setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            option,
            &on,
            socklen_t(MemoryLayout<Int32>.size)
        )
    }

    /// Sends what the socket takes.
    static func send(_ bytes: UnsafeRawBufferPointer, on descriptor: Int32) -> Sending {
        while true {
            let count = Glibc.send(
                descriptor,
                bytes.baseAddress,
                bytes.count,
                Int32(MSG_NOSIGNAL)
            )
            if count >= 0 { return .bytes(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .bytes(0)
            case let code where Shortage.isTold(by: code):
                return .shortage(SystemError(call: "send", errno: code))
            default: return .broken
            }
        }
    }

    /// What sending gave.
    enum Sending {
        /// So many bytes are on their way; the socket tells when it takes more.
        case bytes(Int)
        /// This machine lacks memory now, and will not tell when it has some.
        case shortage(SystemError)
        /// The connection is broken, which reading will tell.
        case broken
    }

    /// Receives what is there.
    static func receive(
        into buffer: UnsafeMutableRawBufferPointer,
        on descriptor: Int32
    ) -> Reception {
        receive(into: buffer, on: descriptor, flags: 0)
    }

    /// Whether the handshake was answered and the connection is not torn down.
    static func hasPeer(_ descriptor: Int32) -> Bool {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getpeername(descriptor, $0, &length) == 0
            }
        }
    }

    /// Tells what a receive would give, without taking bytes; an error is taken.
    static func peek(_ descriptor: Int32) -> Reception {
        var byte: UInt8 = 0
        return withUnsafeMutableBytes(of: &byte) {
            receive(into: $0, on: descriptor, flags: Int32(MSG_PEEK))
        }
    }

    private static func receive(
        into buffer: UnsafeMutableRawBufferPointer,
        on descriptor: Int32,
        flags: Int32
    ) -> Reception {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, flags)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .nothing : .failed(errno)
        }
    }

    /// What receiving gave.
    enum Reception {
        /// So many bytes.
        case bytes(Int)
        /// Nothing for now.
        case nothing
        /// The peer's FIN.
        case end
        /// An errno.
        case failed(Int32)
    }
}
