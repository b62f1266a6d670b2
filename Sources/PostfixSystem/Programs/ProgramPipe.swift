import CLinuxSockets
import Glibc

/// The way to or from one of a child's standard streams.
final class ProgramPipe {
    /// Our end, which does not block; -1 once closed.
    private(set) var ours: Int32 = -1

    /// The child's end; -1 once closed.
    private(set) var childs: Int32 = -1

    /// Which way the bytes go.
    enum Direction {
        /// To the child's standard input.
        case toChild
        /// From the child's standard output or error.
        case fromChild
    }

    /// Makes a way that no other child inherits.
    init(_ direction: Direction, for path: String) throws(ProgramFailure) {
        var ends: [Int32] = [-1, -1]
        switch direction {
        case .toChild:
            // Sockets, because writing to them can do without a SIGPIPE when the child has gone.
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
                throw ProgramFailure(path, call: "socketpair", errno: errno)
            }
        case .fromChild:
            guard pipe_uninherited(&ends) == 0 else {
                throw ProgramFailure(path, call: "pipe2", errno: errno)
            }
        }
        ours = ends[0]
        childs = ends[1]
        guard Self.moveUp(&ours), Self.moveUp(&childs), Self.unblock(ours) else {
            throw ProgramFailure(path, call: "fcntl", errno: errno)
        }
    }

    deinit {
        if ours >= 0 { close(ours) }
        if childs >= 0 { close(childs) }
    }

    /// Closes our end.
    func closeOurs() {
        if ours >= 0 { close(ours) }
        ours = -1
    }

    /// Closes the child's end, which it has by now.
    func closeChilds() {
        if childs >= 0 { close(childs) }
        childs = -1
    }

    /// Gives a descriptor a number above the standard streams: in the child, those are overwritten one by one.
    private static func moveUp(_ descriptor: inout Int32) -> Bool {
        guard descriptor <= STDERR_FILENO else { return true }
        let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        guard moved >= 0 else { return false }
        close(descriptor)
        descriptor = moved
        return true
    }

    private static func unblock(_ descriptor: Int32) -> Bool {
        fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0
    }
}
