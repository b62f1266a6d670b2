import Foundation
import ProcessTestSupport
import TestSupport
import Testing

/// System calls of a run that fail: a clear line or another try, and never a crash, a hang or a verdict about somebody else.
@Suite(.disabled(if: Sanitizer.isAtWork, "a sanitizer makes calls of its own"))
struct SystemFaultTests {
    /// Faults that pass, or that the run can do without: it finds what it finds otherwise.
    static let passing = [
        SystemFault("socket", "EMFILE", "1"), SystemFault("connect", "ENOMEM", "1..2"),
        SystemFault("sendto", "ENOBUFS", "1"), SystemFault("socket", "EMFILE", "2..4"),
        SystemFault("socket", "ENFILE", "1..2"), SystemFault("socket", "ENOBUFS", "2+2"),
        SystemFault("socket", "ENOMEM", "1..3"), SystemFault("connect", "EADDRNOTAVAIL", "1..3"),
        SystemFault("connect", "EAGAIN", "1..2"), SystemFault("connect", "EINTR", "1+2"),
        SystemFault("epoll_ctl", "ENOSPC", "3"), SystemFault("epoll_ctl", "ENOMEM", "2"),
        SystemFault("epoll_wait", "EINTR", "1+2"), SystemFault("recvfrom", "EINTR", "1+2"),
        SystemFault("recvmsg", "EINTR", "1+2"), SystemFault("recvmsg", "ENOMEM"),
        SystemFault("sendto", "EINTR", "1+2"), SystemFault("sendto", "ENOMEM", "2..3"),
        SystemFault("setsockopt", "ENOMEM"),
    ]

    private static let passingRuns =
        passing.map { ($0, "check") } + passing.prefix(3).map { ($0, "diagnose") }

    @Test(.enabled(if: Self.canRunInWorld), arguments: passingRuns)
    func whatPassesIsWaitedFor(_ fault: SystemFault, _ command: String) throws {
        let transcript = try Self.inWorld([command, "ok.test", "many10.test"], fault).orderlyEnd()
        #expect(transcript.status == 0, "\(transcript.output)\(transcript.errors)")
        expectAtMostOneNotice(transcript)
    }

    /// Faults that stay from the first call on, how the run ends, and what is said of them.
    static let lasting: [(fault: SystemFault, status: Int32, words: String)] = [
        (SystemFault("socket", "EMFILE"), 3, "no resolver can be asked: too many open files"),
        (SystemFault("connect", "ENOMEM"), 3, "no resolver can be asked: no memory for a socket"),
        (SystemFault("sendto", "ENOBUFS"), 3, "no resolver can be asked: no memory for a socket"),
        (
            SystemFault("recvfrom", "EIO"), 3,
            "no resolver can be asked: cannot be sent to (error 5)"
        ),
        (SystemFault("epoll_create1", "EMFILE", "2"), 3, "the resolver's thread cannot start"),
        (SystemFault("eventfd2", "EMFILE"), 74, "may open no more files, see ulimit -n"),
        (SystemFault("epoll_create1", "ENFILE"), 74, "may open no more files, see fs.file-max"),
        (SystemFault("epoll_ctl", "ENOSPC"), 74, "see fs.epoll.max_user_watches"),
    ]

    /// Beside each other, as most wait for many seconds.
    @Test(.enabled(if: Self.canRunInWorld), arguments: ["check", "diagnose"])
    func whatStaysIsTold(_ command: String) throws {
        let runs = try Self.lasting.map { try Self.inWorld([command, "ok.test"], $0.fault) }
        for (row, run) in zip(Self.lasting, runs) {
            let transcript = try run.orderlyEnd()
            let text = (transcript.output + transcript.errors).replacing(/\s+/) { _ in " " }
            #expect(text.contains(row.words), "\(row.fault): \(text)")
            #expect(transcript.status == row.status, "\(row.fault): \(text)")
        }
    }

    /// Sockets that nobody gives back: those who wait for one are not known to be well or ill.
    @Test(.enabled(if: Self.canRunInWorld))
    func whoGetsNoSocketIsNotJudged() throws {
        let names = (10..<20).map { "many\($0).test" }
        let fault = SystemFault("socket", "EMFILE", "4+")
        let run = try Self.inWorld(["check"] + names, fault, ["--timeout", "6"])
        let transcript = try run.orderlyEnd()
        #expect(transcript.status == 3, "\(transcript.output)")
        #expect(transcript.output.contains("the run ended before"))
        #expect(!transcript.output.contains("unreachable"))
        expectAtMostOneNotice(transcript)
    }

    /// In the middle of a session nothing can be sent any more; the peer, who waits for us, is not blamed for his silence.
    @Test(.enabled(if: Self.canRunInWorld))
    func whatCannotBeSentIsNoSilenceOfThePeer() throws {
        let fault = SystemFault("sendto", "ENOMEM", "4+")
        let transcript = try Self.inWorld(["check", "ok.test"], fault).orderlyEnd()
        #expect(transcript.output == "OK: 1 domain: 1 healthy\n", "\(transcript.output)")
        #expect(transcript.status == 0)
        expectAtMostOneNotice(transcript)
    }

    /// A hundred mail hosts, with descriptors for few sessions at a time.
    @Test(.enabled(if: OwnNamespace.networkObstacle == nil), arguments: [24, 40, 64])
    func fewDescriptorsSufficeForManyHosts(_ limit: Int) throws {
        let runs = try Self.runs()
        let names = (10..<110).map { "many\($0).test" }
        let file = try runs.folder.write("domains", names.joined(separator: "\n"))
        var run = runs.program(
            ["check", "--domains-file", file, "--format", "ndjson"] + Self.options(runs)
        )
        run.arguments = ["--nofile=\(limit):\(limit)", run.program] + run.arguments
        run.program = "/usr/bin/prlimit"
        let transcript = try OwnNamespace.inMailWorld(run).transcript()
        let lines = transcript.output.split(separator: "\n")
        #expect(lines.count == names.count)
        #expect(lines.allSatisfy { $0.contains(#""verdict":"healthy""#) })
        #expect(
            transcript.errors.hasPrefix("mxprobe: warning: this process may open only \(limit) ")
        )
        #expect(transcript.errors.filter { $0 == "\n" }.count == 1, "\(transcript.errors)")
        #expect(transcript.status == 0)
    }

    /// Fewer descriptors than any command needs.
    @Test(arguments: [4, 5, 8, 12, 16], [["check", "a.test"], ["--help"]])
    func tooFewDescriptorsAreTold(_ limit: Int, _ command: [String]) throws {
        let arguments = ["--nofile=\(limit):\(limit)", BuiltProgram.mxprobe] + command
        let transcript = try ProgramRun("/usr/bin/prlimit", arguments).transcript()
        #expect(transcript.status == 74)
        #expect(
            transcript.errors == """
                mxprobe: error: cannot have 16 files open: this process may open no more files, see ulimit -n \
                (eventfd: EMFILE)

                """
        )
    }

    private func expectAtMostOneNotice(_ transcript: Transcript) {
        let notices = transcript.errors.split(separator: "\n")
        #expect(notices.count <= 1, "\(transcript.errors)")
        #expect(notices.allSatisfy { $0.hasPrefix("mxprobe: warning: slowed down: ") })
    }

    private static let canRunInWorld =
        SystemFault.obstacle == nil && OwnNamespace.networkObstacle == nil

    private static func runs() throws -> CheckRuns {
        try CheckRuns(
            """
            dns: {allow_special_purpose: [198.18.0.0/15]}
            probe: {reply_timeout: 2s}

            """
        )
    }

    private static func options(_ runs: CheckRuns) -> [String] {
        [
            "--resolver", "127.0.0.1", "--dnssec", "off", "--no-postfix", "--controls", "never",
            "--no-trace", "--timeout", "60", "--state", runs.state,
        ]
    }

    private static func inWorld(
        _ command: [String],
        _ fault: SystemFault,
        _ more: [String] = []
    ) throws -> SystemFault.Befallen {
        let runs = try runs()
        let own = command.first == "check" ? options(runs) : Array(options(runs).dropLast(2))
        return try fault.befall(runs, command + own + more, within: OwnNamespace.inMailWorld)
    }
}
