import CLinuxSockets
import Glibc

/// Runs a program that lists something: by its absolute path, without a shell, input or inherited environment.
enum ListingProgram {
    /// What it prints.
    ///
    /// - Parameters:
    ///   - path: The absolute path.
    ///   - arguments: The arguments without the program's own name.
    ///   - limit: The most that it may print, in bytes.
    ///   - patience: How long it may take; it is killed after that.
    /// - Returns: Standard output; `nil` when it cannot be run, fails, takes too long or prints too much.
    static func output(
        of path: String,
        _ arguments: [String],
        limit: Int,
        patience: Duration
    ) -> [UInt8]? {
        var ends: [Int32] = [-1, -1]
        guard pipe_uninherited(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        let child = start(path, arguments, output: ends[1])
        close(ends[1])
        guard let child else { return nil }
        let output = read(ends[0], limit: limit, until: .now + patience)
        // What has closed its output has ended or is to be ended; either way it is waited for.
        if output == nil { kill(child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status == 0 ? output : nil
    }

    private static func start(_ path: String, _ arguments: [String], output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) == 0,
            posix_spawn_file_actions_adddup2(&actions, output, 1) == 0,
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) == 0,
            spawn_confine(&actions, 3) == 0
        else { return nil }
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = [strdup("LC_ALL=C"), nil]
        defer { for word in words + environment { free(word) } }
        var child: pid_t = 0
        return posix_spawn(&child, path, &actions, nil, &words, &environment) == 0 ? child : nil
    }

    private static func read(
        _ descriptor: Int32,
        limit: Int,
        until deadline: ContinuousClock.Instant
    ) -> [UInt8]? {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while output.count <= limit {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return nil }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(left / .milliseconds(1)) + 1)
            if ready == 0 || ready < 0 && errno == EINTR { continue }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return output }
            if count < 0 && errno != EINTR { return nil }
            output += buffer.prefix(max(0, count))
        }
        return nil
    }
}
