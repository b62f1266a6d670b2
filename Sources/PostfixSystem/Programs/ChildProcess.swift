import CLinuxSockets
import Glibc

/// A process of ours that leads a group of its own.
struct ChildProcess {
    private let pid: pid_t

    /// How a process ended.
    struct Ending {
        /// The exit status; `nil` where a signal ended it.
        let status: Int32?
        /// The signal that ended it.
        let signal: Int32?
    }

    /// How often the end of a killed process is looked for, in microseconds.
    private static let interval: UInt32 = 1_000

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: What to run.
    ///   - streams: Its standard input, output and error, numbered above those of our own.
    /// - Throws: What kept it from starting.
    init(_ program: PostfixProgram, streams: [Int32]) throws(ProgramFailure) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        // What a library has opened without O_CLOEXEC stays here; our own directory may be gone.
        _ = spawn_confine(&actions, Int32(streams.count))
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.setSignals(&attributes)
        pid = try Self.spawn(program, &actions, &attributes)
    }

    /// A group of its own, so that a ^C is ours to handle; signals as after a login.
    private static func setSignals(_ attributes: inout posix_spawnattr_t) {
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    private static func spawn(
        _ program: PostfixProgram,
        _ actions: inout posix_spawn_file_actions_t,
        _ attributes: inout posix_spawnattr_t
    ) throws(ProgramFailure) -> pid_t {
        var arguments = ([program.path] + program.arguments).map { strdup($0) } + [nil]
        var environment = PostfixProgram.environment.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid = pid_t()
        let code = posix_spawn(
            &pid,
            program.path,
            &actions,
            &attributes,
            &arguments,
            &environment
        )
        guard code == 0 else {
            throw ProgramFailure(program.path, call: "posix_spawn", errno: code)
        }
        return pid
    }

    /// How it ended; `nil` while it runs.
    ///
    /// Not to be asked again after an answer.
    func ending() -> Ending? {
        var status: Int32 = 0
        let reaped = waitpid(pid, &status, WNOHANG)
        if reaped == 0 || (reaped < 0 && errno == EINTR) { return nil }
        // Somebody else has taken the status: SIGCHLD is ignored in this process.
        guard reaped == pid else { return Ending(status: nil, signal: nil) }
        // The macros of wait(2): the low seven bits are the signal, the next byte is the exit status.
        let signal = status & 0x7f
        return Ending(
            status: signal == 0 ? (status >> 8) & 0xff : nil,
            signal: signal == 0 ? nil : signal
        )
    }

    /// Kills it with all that it started; `nil` when it has not gone after a while.
    func killGroup(patience: Duration) -> Ending? {
        kill(-pid, SIGKILL)
        let start = ContinuousClock.now
        while start.duration(to: .now) < patience {
            if let ending = ending() { return ending }
            usleep(Self.interval)
        }
        return nil
    }
}
