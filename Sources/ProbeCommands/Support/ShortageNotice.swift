import Glibc
import ProbeModel

/// What to tell of what this machine lacks.
enum ShortageNotice {
    /// The line about sessions that have to wait for sockets.
    static func text(_ error: SystemError) -> String {
        "slowed down: \(reason(error)); sessions wait for their turn"
    }

    /// What is lacking, how to get more of it, and the call that found none.
    static func reason(_ error: SystemError) -> String {
        "\(lack(error)) (\(error.call): \(error.name))"
    }

    private static func lack(_ error: SystemError) -> String {
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
