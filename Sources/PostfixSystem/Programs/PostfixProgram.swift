/// A program of Postfix's to be run once: by its absolute path, without a shell, in an environment that does not
/// depend on whoever started us.
struct PostfixProgram: Hashable, Sendable {
    /// The most that is kept of standard output unless said otherwise, in bytes: `postconf -n` of a large site, or the
    /// answers to a batch of keys, are a fraction of it.
    static let standardOutputLimit = 8 << 20

    /// The most that is kept of standard error unless said otherwise, in bytes: the first warnings say enough.
    static let standardErrorLimit = 64 << 10

    /// How long a program may run unless said otherwise: `postmap` builds an index of a million entries in less, and
    /// what takes longer hangs on a lock, a file server or a database.
    static let standardPatience = Duration.seconds(30)

    /// The directories in which `postfix` and its scripts look for programs.
    static let environment = [
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin", "LC_ALL=C",
    ]

    /// The absolute path.
    var path: String

    /// The arguments without the program's own name.
    var arguments: [String]

    /// What it reads from standard input; nothing unless given.
    var input: [UInt8] = []

    /// The most that it may print, in bytes; it is stopped when it prints more.
    var outputLimit = standardOutputLimit

    /// The most that is kept of standard error, in bytes; what is beyond is dropped.
    var errorLimit = standardErrorLimit

    /// How long it may run; its process group is killed after that.
    var patience = standardPatience

    init(_ path: String, _ arguments: [String], input: [UInt8] = []) {
        self.path = path
        self.arguments = arguments
        self.input = input
    }

    /// The name without its directory, as it introduces itself in messages.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
