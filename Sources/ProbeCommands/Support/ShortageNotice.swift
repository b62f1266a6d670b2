import Glibc
import ProbeModel

/// What to tell when sessions have to wait for sockets.
enum ShortageNotice {
    /// The line about the call that found none.
    static func text(_ error: SystemError) -> String {
        "slowed down: \(reason(error)) (\(error.call): \(error.name)); sessions wait for their turn"
    }

    private static func reason(_ error: SystemError) -> String {
        switch error.code {
        case EMFILE: "this process may open no more files, see ulimit -n"
        case ENFILE: "this machine may open no more files, see fs.file-max"
        case EADDRNOTAVAIL, EADDRINUSE, EAGAIN:
            "no local port is free, see net.ipv4.ip_local_port_range"
        case ENOSPC: "epoll may watch no more sockets, see fs.epoll.max_user_watches"
        default: "this machine lacks memory for sockets"
        }
    }
}
