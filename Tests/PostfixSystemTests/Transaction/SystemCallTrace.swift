import Foundation
import ProcessTestSupport
import Testing

/// A run of the program under strace(1): what it asks of the system, and what happens when one call is its last,
/// or fails.
struct SystemCallTrace: Sendable {
    static let strace = "/usr/bin/strace"

    /// Whether a process may be traced here; it may not in every container.
    static let isPossible: Bool = {
        let run = try? ProgramRun(strace, ["-e", "trace=none", "/bin/true"]).transcript()
        return run?.status == 0
    }()

    /// The calls that change something, and the start of another program.
    static let changing: Set<String> = [
        "openat", "write", "ftruncate", "fchmod", "fchown", "fsetxattr", "fremovexattr",
        "utimensat", "fsync",
        "symlinkat", "linkat", "renameat", "renameat2", "unlinkat", "flock", "clone", "clone3",
        "vfork",
    ]

    /// One call, and the how manieth of its name it is.
    struct Call: Hashable, Sendable, CustomStringConvertible {
        let name: String
        let number: Int
        let text: String
        var description: String { "\(name) \(number): \(text)" }
    }

    /// The calls that change something about a table, in order.
    let calls: [Call]

    /// Runs a program to its end.
    init(_ run: ProgramRun, about folder: String, extra: [String] = []) throws {
        let file = folder + "/../trace"
        let names = Self.changing.map { "?" + $0 }.joined(separator: ",")
        let traced = Self.traced(run, ["-o", file, "-e", "trace=" + names] + extra)
        let transcript = try traced.transcript()
        try #require(transcript.signal == nil, "\(transcript.errors)")
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        calls = Self.read(text)
    }

    /// The calls from the first on that names a file of ours; before that the program is only loaded.
    private static func read(_ text: String) -> [Call] {
        var counts: [String: Int] = [:]
        var calls: [Call] = []
        for line in text.split(separator: "\n") {
            guard let end = line.firstIndex(of: "(") else { continue }
            let name = String(line[..<end])
            counts[name, default: 0] += 1
            let isOpening = name == "openat" && !line.contains("O_CREAT")
            guard changing.contains(name), !isOpening else { continue }
            if calls.isEmpty, !line.contains(".mxprobe-") { continue }
            // The last write is the program's answer.
            if name == "write",
                ["write(1,", "write(1<", "write(2,", "write(2<"].contains(where: line.hasPrefix)
            {
                continue
            }
            calls.append(Call(name: name, number: counts[name] ?? 0, text: String(line)))
        }
        return calls
    }

    /// The same program, traced.
    static func traced(_ run: ProgramRun, _ options: [String]) -> ProgramRun {
        var traced = ProgramRun(strace, options + [run.program] + run.arguments)
        traced.environment = run.environment
        return traced
    }

    /// The same program, which something happens to at one call: `signal=SIGKILL`, `error=EIO`.
    static func injected(
        _ run: ProgramRun,
        _ what: String,
        at call: Call,
        extra: [String] = []
    ) -> ProgramRun {
        // What is injected elsewhere in the run must be traced too.
        let traced = [call.name] + (extra.isEmpty ? [] : ["renameat2"])
        let injection = "inject=\(call.name):\(what):when=\(call.number)"
        let options = ["-e", "trace=" + traced.joined(separator: ","), "-e", injection]
        return Self.traced(run, ["-o", "/dev/null"] + options + extra)
    }
}
