import Glibc

/// How many files and sockets this process may have open (`RLIMIT_NOFILE`).
enum DescriptorLimit {
    /// What one session may hold at worst: its first socket and the fresh attempts of ``ProbeLimits``.
    private static let perSession = 3

    /// What the rest of the program needs: standard streams, resolver, state, log.
    private static let reserve = 128

    /// Raises the soft limit, as far as the hard one lets it, so that so many sessions fit.
    static func raise(forSessions sessions: Int) {
        let needed = rlim_t(sessions * perSession + reserve)
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur < needed
        else { return }
        limit.rlim_cur = min(needed, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
