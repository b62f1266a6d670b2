import CLinuxSockets
import Glibc
import ProbeEngine
import ProbeModel
import Sockets

/// A connecting socket whose packets travel a limited way.
struct TraceSocket {
    let descriptor: Int32
    let port: UInt16
    let distance: Int
    let start: SuspendingClock.Instant
    var isOpen = true

    /// Begins a connection; the failure is a refusal of this very system.
    static func open(
        _ request: TraceRequest,
        port: UInt16,
        distance: Int
    ) -> Result<TraceSocket, TraceSocketError> {
        let family = request.address.family.number
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { return .failure(TraceSocketError("socket", errno)) }
        let start = SuspendingClock.now
        if let error = begin(descriptor, request, port: port, distance: distance) {
            // A reset or ICMP error of this machine's own firewall can come back within the call.
            if error.code == ECONNREFUSED || error.code == EHOSTUNREACH {
                return .success(
                    TraceSocket(
                        descriptor: descriptor,
                        port: port,
                        distance: distance,
                        start: start
                    )
                )
            }
            Glibc.close(descriptor)
            return .failure(error)
        }
        return .success(
            TraceSocket(descriptor: descriptor, port: port, distance: distance, start: start)
        )
    }

    private static func begin(
        _ descriptor: Int32,
        _ request: TraceRequest,
        port: UInt16,
        distance: Int
    ) -> TraceSocketError? {
        let family = request.address.family.number
        guard eq_prepare(descriptor, family, Int32(distance)) == 0 else {
            return TraceSocketError("setsockopt", errno)
        }
        // A handshake that is answered is torn down with a reset: nothing is to be said on it. The last step
        // of the handshake is held back for a moment (TCP_QUICKACK off; tcp(7)), so that the reset comes first
        // and the host's server never hears of a connection.
        var off: Int32 = 0
        setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            TCP_QUICKACK,
            &off,
            socklen_t(MemoryLayout<Int32>.size)
        )
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &linger,
            socklen_t(MemoryLayout<Glibc.linger>.size)
        )
        if let source = request.sourceAddress {
            let address = SocketAddress(source, port: 0)
            let status = address.withPointer { bind_without_port(descriptor, $0, address.length) }
            if status != 0 { return TraceSocketError("bind", errno) }
        }
        let target = SocketAddress(request.address, port: port)
        let status = target.withPointer { connect(descriptor, $0, target.length) }
        if status == 0 || errno == EINPROGRESS || errno == EINTR { return nil }
        return TraceSocketError("connect", errno)
    }

    /// Whether something has come back.
    var isReady: Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    /// What came back; called once, when the socket has something to say.
    func takeAnswer(target: IPAddress) -> (TraceAnswer, IPAddress?) {
        let icmp = ErrorQueue.takeICMPError(of: descriptor)
        if let icmp {
            if icmp.error.meaning == .timeExceeded { return (.timeExceeded, icmp.error.sender) }
            return (.icmp(icmp.error), icmp.error.sender)
        }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        switch code {
        case 0: return (.connected, target)
        case ECONNREFUSED, ECONNRESET: return (.reset, target)
        case ETIMEDOUT: return (.silence, nil)
        default: return (.notSent(SystemError(call: "connect", errno: code)), nil)
        }
    }

    /// Gives the socket back.
    func close() { Glibc.close(descriptor) }
}

/// A refusal of this system to send a SYN.
struct TraceSocketError: Error {
    let code: Int32
    let error: SystemError

    init(_ call: String, _ code: Int32) {
        self.code = code
        error = SystemError(call: call, errno: code)
    }
}
