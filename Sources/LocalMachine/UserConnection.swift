import CLinuxSockets
import Glibc
import ProbeEngine
import ProbeModel
import Sockets

extension SystemUser {
    /// Looks a user up; `nil` when there is none of the name.
    init?(name: String) {
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &result) == 0, result != nil else {
            return nil
        }
        self.init(uid: entry.pw_uid, gid: entry.pw_gid)
    }
}

/// A bare TCP connection made as another user, to see whether a firewall rule is for us alone.
enum UserConnection {
    /// Connects and closes at once; must run on a thread of its own, which becomes that user for good.
    static func connect(
        _ endpoint: Endpoint,
        as user: SystemUser,
        for patience: Duration
    ) -> ProbeObservation? {
        guard become_user(user.uid, user.gid) == 0 else { return nil }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(endpoint.address.family.number, type, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        _ = eq_prepare(descriptor, endpoint.address.family.number, 0)
        let target = SocketAddress(endpoint.address, port: endpoint.port)
        let start = SuspendingClock.now
        let status = target.withPointer { Glibc.connect(descriptor, $0, target.length) }
        var code = status == 0 ? 0 : errno
        var icmp: ICMPError?
        if code == EINPROGRESS {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let milliseconds = Int32(patience / .milliseconds(1))
            guard poll(&waiting, 1, milliseconds) > 0 else {
                return observation(endpoint, .timeout, since: start)
            }
            // Taking the ICMP error clears the socket's own, so it has the say.
            if let taken = ErrorQueue.takeICMPError(of: descriptor) {
                (icmp, code) = (taken.error, taken.code)
            } else {
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
            }
        }
        guard code != 0 else { return observation(endpoint, .closed, since: start) }
        let isLocal = icmp?.sender.map { InterfaceAddresses.read().contains($0) } ?? false
        var failed = observation(
            endpoint,
            ConnectFailure.outcome(errno: code, icmp: icmp, isLocalSender: isLocal),
            since: start
        )
        failed.systemError = SystemError(call: "connect", errno: code)
        failed.icmp = icmp
        return failed
    }

    private static func observation(
        _ endpoint: Endpoint,
        _ outcome: Outcome,
        since start: SuspendingClock.Instant
    ) -> ProbeObservation {
        var observation = ProbeObservation(endpoint: endpoint, outcome: outcome)
        observation.timings.total = start.duration(to: .now)
        observation.synsSent = 1
        return observation
    }
}
