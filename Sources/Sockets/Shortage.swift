import Glibc

/// What this machine lacks at times: it passes, and says nothing of any peer or route.
package enum Shortage {
    /// Descriptors; memory; local ports (`EAGAIN` of connect(2)); places in epoll's sets (`ENOSPC` of epoll_ctl(2)).
    ///
    /// That a socket takes or has no more bytes for now is `EAGAIN` as well: whoever sends or receives looks for that first.
    private static let codes: Set<Int32> = [
        EMFILE, ENFILE, ENOBUFS, ENOMEM, EAGAIN, ENOSPC,
    ]

    /// Whether the error number of a call about sockets tells of a shortage.
    package static func isTold(by errno: Int32) -> Bool { codes.contains(errno) }
}
