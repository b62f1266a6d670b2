import Glibc

/// How many sessions and questions fit into the files and sockets that this process may open (`RLIMIT_NOFILE`).
///
/// A run that has little room is slower, and does not fail.
struct DescriptorRoom: Hashable {
    /// The most that is ever asked for, so that a limit of a thousand million is not taken at its word.
    private static let most = 1 << 16

    /// What the rest of the program needs: standard streams, the state and its log, programs that are run, OpenSSL's files.
    private static let reserve = 40

    /// What one session may hold at worst: its first socket and two fresh attempts.
    private static let perSession = 3

    /// How many questions are under way at most, where there is room; each may hold a connection.
    private static let mostExchanges = 192

    /// How many sockets for datagrams the questions share at most.
    private static let mostSockets = 64

    /// How many sessions fit.
    let sessions: Int

    /// How many questions fit beside them.
    let exchanges: Int

    /// How many sockets for datagrams these share.
    let sockets: Int

    /// What to tell where fewer fit than were asked for.
    let notice: String?

    /// Divides the room.
    ///
    /// - Parameters:
    ///   - limit: How many descriptors the process may have.
    ///   - wanted: How many sessions are wanted.
    init(limit: Int, sessions wanted: Int) {
        let room = max(0, limit - Self.reserve)
        sockets = min(Self.mostSockets, max(2, room / 6))
        exchanges = min(Self.mostExchanges, max(1, room / 3 - sockets))
        sessions = min(wanted, max(1, (room - exchanges - sockets) / Self.perSession))
        notice =
            sessions < wanted
            ? "this process may open only \(limit) files (ulimit -n), so at most \(sessions) sessions "
                + "run at a time; \(wanted) are configured" : nil
    }

    /// Raises the limit as far as the system lets this process.
    ///
    /// - Returns: How many descriptors it may have then.
    static func raiseLimit() -> Int {
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0 else { return most }
        let wanted = min(limit.rlim_max, rlim_t(most))
        if limit.rlim_cur < wanted {
            let before = limit.rlim_cur
            limit.rlim_cur = wanted
            if setrlimit(kind, &limit) != 0 { limit.rlim_cur = before }
        }
        return Int(min(limit.rlim_cur, rlim_t(most)))
    }
}
