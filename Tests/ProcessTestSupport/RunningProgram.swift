import CLinuxSockets
import Glibc

/// A program under way.
///
/// Its output goes to files, so that nobody needs to read while it runs.
package final class RunningProgram: Sendable {
    /// How often the end is looked for, in microseconds: short against any run, and next to no work.
    private static let interval: UInt32 = 4_000

    private let pid: pid_t
    private let output: Int32
    private let errors: Int32
    private let start = ContinuousClock.now
    private let limit: Duration

    /// Starts the program.
    package init(_ run: ProgramRun) throws {
        limit = run.limit
        output = try NamelessFile.make()
        errors = try NamelessFile.make()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }
        switch run.input {
        case .nothing: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        case .text(let text):
            let file = try NamelessFile.make(holding: text)
            opened.append(file)
            posix_spawn_file_actions_adddup2(&actions, file, 0)
        case .closed: posix_spawn_file_actions_addclose(&actions, 0)
        }
        switch run.output {
        case .kept: posix_spawn_file_actions_adddup2(&actions, output, 1)
        case .closed: posix_spawn_file_actions_addclose(&actions, 1)
        case .brokenPipe:
            // A pair of sockets, which no other child can inherit, breaks as a pipe does.
            var ends: [Int32] = [0, 0]
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
                throw SystemFailure("socketpair")
            }
            close(ends[0])
            opened.append(ends[1])
            posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        case .full: posix_spawn_file_actions_addopen(&actions, 1, "/dev/full", O_WRONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // A program that runs for long must not hold what other tests wait to see closed.
        spawn_close_from(&actions, 3)
        pid = try RunningProgram.spawn(run, &actions)
    }

    deinit {
        close(output)
        close(errors)
    }

    /// Sends a signal.
    package func send(_ signal: Int32) { kill(pid, signal) }

    /// What every user of this machine can read of it while it runs (proc(5)): its arguments, name and state.
    package func processEntry() -> String {
        ["cmdline", "comm", "status"].map { name in
            let file = open("/proc/\(pid)/\(name)", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return "" }
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(file, &bytes, bytes.count)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }.joined(separator: "\n")
    }

    /// Waits for the end; blocks the calling thread.
    ///
    /// To be called once.
    package func wait() throws -> Transcript {
        var peak = 0
        var status: Int32 = 0
        var isOverdue = false
        while true {
            peak = max(peak, ProcessMemory.peak(of: pid))
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid { break }
            guard ended == 0 || errno == EINTR else { throw SystemFailure("waitpid") }
            if !isOverdue, start.duration(to: .now) > limit {
                isOverdue = true
                kill(pid, SIGKILL)
            }
            usleep(Self.interval)
        }
        // The macros of wait(2): the low seven bits are the signal, the next byte is the exit code.
        let signal = status & 0x7f
        return Transcript(
            status: signal == 0 ? (status >> 8) & 0xff : nil,
            signal: signal == 0 ? nil : signal,
            output: try NamelessFile.text(of: output),
            errors: try NamelessFile.text(of: errors),
            peakMemory: peak,
            duration: start.duration(to: .now),
            isOverdue: isOverdue
        )
    }

    private static func spawn(
        _ run: ProgramRun,
        _ actions: inout posix_spawn_file_actions_t
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals as in a shell, whatever the test runner was started with.
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var arguments = ([run.program] + run.arguments).map { strdup($0) } + [nil]
        var environment = run.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid = pid_t()
        let status = posix_spawn(
            &pid,
            run.program,
            &actions,
            &attributes,
            &arguments,
            &environment
        )
        guard status == 0 else { throw SystemFailure("posix_spawn \(run.program)", status) }
        return pid
    }
}
