import Glibc
import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite("Programs")
struct ProgramRunnerTests {
    /// A shell script of the test's own, for which the shell is the program.
    private static func shell(_ script: String, input: [UInt8] = []) -> PostfixProgram {
        PostfixProgram("/bin/sh", ["-c", script], input: input)
    }

    @Test("give their output, errors and exit status")
    func report() throws {
        let result = try ProgramRunner.run(Self.shell("echo out; echo err >&2; exit 3"))
        #expect(result.status == 3)
        #expect(result.signal == nil)
        #expect(result.stop == nil)
        #expect(result.output == Array("out\n".utf8))
        #expect(result.errors == Array("err\n".utf8))
        #expect(!result.isSuccess)
    }

    @Test("get their arguments as they are")
    func arguments() throws {
        let program = PostfixProgram("/usr/bin/printf", ["<%s>", "a b", "$(id)", "", "*;'"])
        #expect(try ProgramRunner.run(program).output == Array("<a b><$(id)><><*;'>".utf8))
    }

    @Test("see the fixed environment and the root directory")
    func environment() throws {
        let result = try ProgramRunner.run(PostfixProgram("/usr/bin/env", []))
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.map(String.init).sorted() == PostfixProgram.environment.sorted())
        let place = try ProgramRunner.run(PostfixProgram("/bin/pwd", []))
        #expect(place.output == Array("/\n".utf8))
    }

    @Test("read nothing unless given something")
    func noInput() throws {
        #expect(try ProgramRunner.run(PostfixProgram("/bin/cat", [])).output == [])
    }

    @Test("are fed and drained at the same time, more than any pipe holds")
    func largeInput() throws {
        let input = [UInt8](repeating: 97, count: 3 << 20)
        let program = Self.shell("cat; echo done >&2", input: input)
        let result = try ProgramRunner.run(program)
        #expect(result.output == input)
        #expect(result.errors == Array("done\n".utf8))
    }

    @Test("may leave their input unread")
    func unreadInput() throws {
        let input = [UInt8](repeating: 97, count: 3 << 20)
        #expect(try ProgramRunner.run(Self.shell("exit 0", input: input)).isSuccess)
    }

    @Test("are stopped when they print more than the limit")
    func endlessOutput() throws {
        var program = PostfixProgram("/usr/bin/yes", [])
        program.outputLimit = 100_001
        let result = try ProgramRunner.run(program)
        #expect(result.stop == .tooMuchOutput)
        #expect(result.output.count == 100_001)
        #expect(result.signal == SIGKILL)
        #expect(!result.isSuccess)
    }

    @Test("may print just as much as the limit")
    func outputAtLimit() throws {
        var program = Self.shell("printf 12345")
        program.outputLimit = 5
        #expect(try ProgramRunner.run(program).isSuccess)
    }

    @Test("may warn without end, of which the beginning is kept")
    func manyErrors() throws {
        var program = Self.shell("yes | head -c 300000 >&2; echo done")
        program.errorLimit = 1_000
        let result = try ProgramRunner.run(program)
        #expect(result.isSuccess)
        #expect(result.output == Array("done\n".utf8))
        #expect(result.errors.count == 1_000)
        #expect(result.hasMoreErrors)
    }

    @Test(
        "are killed with all that they started",
        arguments: [
            "sleep 1000", "sleep 1000 & wait", "exec >&- 2>&-; sleep 1000",
            "trap '' TERM; sleep 1000",
        ]
    )
    func group(script: String) throws {
        let cancellation = ProgramCancellation()
        var output: [UInt8] = []
        // Stopped when it has come so far, however long that takes.
        let result = try ProgramRunner.run(
            Self.shell("echo $$; \(script)"),
            unless: cancellation
        ) { piece in
            output += piece
            cancellation.cancel()
            return true
        }
        #expect(result.stop == .cancelled)
        #expect(result.signal == SIGKILL)
        let group = try #require(pid_t(String(decoding: output, as: UTF8.self).dropLast()))
        #expect(Self.isGone(group: group))
    }

    @Test("are killed when they run past their time")
    func overdue() throws {
        var program = PostfixProgram("/bin/sleep", ["1000"])
        program.patience = .milliseconds(50)
        let result = try ProgramRunner.run(program)
        #expect(result.stop == .overdue)
        #expect(result.signal == SIGKILL)
    }

    /// Whether no process of a group is left but the dead, which init has still to bury.
    private static func isGone(group: pid_t) -> Bool {
        for _ in 0..<2_000 {
            if kill(-group, 0) != 0 { return true }
            usleep(5_000)
        }
        return false
    }

    @Test("are not waited for when a process that they left behind holds their output")
    func leftBehind() throws {
        let result = try ProgramRunner.run(Self.shell("sleep 30 & echo $!"))
        #expect(result.isSuccess)
        let text = String(decoding: result.output, as: UTF8.self).dropLast()
        if let pid = pid_t(text) { kill(pid, SIGKILL) }
    }

    @Test("are told by the signal that ended them")
    func signal() throws {
        let result = try ProgramRunner.run(Self.shell("kill -TERM $$"))
        #expect(result.signal == SIGTERM)
        #expect(result.status == nil)
        #expect(!result.isSuccess)
    }

    @Test(
        "that cannot be started are told in one line",
        arguments: [
            ("/nonexistent/postmap", "no such file or directory"),
            ("/etc/passwd", "permission denied"),
            ("/", "permission denied"),
        ]
    )
    func notStarted(path: String, reason: String) {
        let failure = #expect(throws: ProgramFailure.self) {
            try ProgramRunner.run(PostfixProgram(path, []))
        }
        #expect(failure?.description == "cannot run \(path): \(reason)")
    }

    @Test("start with the signals of a fresh login, in a group of their own")
    func signals() throws {
        // SigBlk and SigIgn of proc(5); the shell has not touched either.
        let script = "grep -E '^Sig(Blk|Ign)' /proc/self/status; ps -o pgid= -p $$; echo $$"
        let result = try ProgramRunner.run(Self.shell(script))
        let words = String(decoding: result.output, as: UTF8.self)
            .split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" })
        try #require(words.count == 6)
        #expect(words[1].allSatisfy { $0 == "0" })
        // posix_spawn leaves the two signals ignored that the C library keeps for its threads (32 and 33).
        #expect(UInt64(words[3], radix: 16).map { $0 & ~0x1_8000_0000 } == 0)
        #expect(words[4] == words[5])
    }

    @Test("inherit no descriptor but the standard streams")
    func descriptors() throws {
        // Opened without O_CLOEXEC on purpose.
        let leaked = open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        let result = try ProgramRunner.run(Self.shell("ls /proc/$$/fd"))
        #expect(result.output == Array("0\n1\n2\n".utf8))
    }

    @Test("can be awaited without blocking Swift's own threads, many at once")
    func awaited() async throws {
        try await withThrowingTaskGroup(of: ProgramResult.self) { group in
            for number in 0..<16 {
                group.addTask { try await ProgramRunner.result(of: Self.shell("echo \(number)")) }
            }
            var outputs: Set<[UInt8]> = []
            for try await result in group { outputs.insert(result.output) }
            #expect(outputs.count == 16)
        }
    }

    @Test("are stopped when nobody waits for them any more")
    func cancelled() async throws {
        var program = Self.shell("sleep 1000")
        program.patience = .seconds(900)
        let hanging = program
        let task = Task { try await ProgramRunner.result(of: hanging) }
        task.cancel()
        let result = try await task.value
        #expect(result.stop == .cancelled)
        #expect(result.signal == SIGKILL)
    }

    @Test("hand on what they print as it comes, as long as it is wanted")
    func streamed() throws {
        var count = 0
        let result = try ProgramRunner.run(PostfixProgram("/usr/bin/yes", [])) { piece in
            count += piece.count
            return count < 20_000_000
        }
        #expect(count >= 20_000_000)
        #expect(result.stop == .tooMuchOutput)
        #expect(result.output == [])
    }
}
