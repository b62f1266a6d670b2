import Foundation
import ProcessTestSupport
import TestSupport
import Testing

/// Files that cannot be read or written in the middle: one line that names them, and the status for it.
@Suite(
    .disabled(if: Sanitizer.isAtWork, "a sanitizer makes calls of its own"),
    .enabled(if: SystemFault.obstacle == nil, SystemFault.obstacle)
)
struct FileFaultTests {
    /// A file that a run uses.
    enum File: String, Sendable {
        case configuration = "mxprobe.yaml"
        case domains
        case results
        case output
    }

    static let faults: [(file: File, fault: SystemFault, status: Int32, words: String)] = [
        (.configuration, SystemFault("read", "EIO"), 78, "cannot read FILE: input/output error"),
        (
            .configuration, SystemFault("openat", "EMFILE"), 78,
            "cannot read FILE: too many open files"
        ),
        (.domains, SystemFault("read", "EIO"), 74, "cannot read FILE: Input/output error"),
        (
            .domains, SystemFault("openat", "ENFILE"), 74,
            "cannot read FILE: Too many open files in system"
        ),
        (.results, SystemFault("read", "EIO"), 74, "cannot read FILE: Input/output error"),
        (
            .results, SystemFault("write", "EIO", "2"), 74,
            "cannot go on with FILE: Input/output error"
        ),
        (
            .results, SystemFault("write", "ENOSPC", "3"), 74,
            "cannot go on with FILE: No space left on device"
        ),
        (.output, SystemFault("write", "EIO"), 74, "cannot write to standard output"),
        (.output, SystemFault("write", "ENOSPC", "3"), 74, "cannot write to standard output"),
    ]

    @Test(arguments: faults)
    func isTold(_ row: (file: File, fault: SystemFault, status: Int32, words: String)) throws {
        let scene = try Scene(row.file)
        let transcript = try scene.run(row.fault)
        let words = row.words.replacing("FILE", with: scene.path)
        #expect(transcript.errors == "mxprobe: error: \(words)\n")
        #expect(transcript.status == row.status)
    }

    /// What was written before the fault is whole, and a run that goes on adds the rest.
    @Test(arguments: ["EIO", "ENOSPC"])
    func resultsStayWhole(_ error: String) throws {
        let scene = try Scene(.results)
        #expect(try scene.run(SystemFault("write", error, "5")).status == 74)
        let kept = try scene.lines
        #expect(kept.count == 4)
        #expect(try scene.runs.run(scene.command).status == 2)
        #expect(try scene.lines.prefix(kept.count) == kept[...])
        #expect(try scene.lines.count == Scene.names.count)
    }

    static let interrupted: [(file: File, fault: SystemFault)] = [
        (.configuration, SystemFault("read", "EINTR", "1+2")),
        (.domains, SystemFault("read", "EINTR", "1+2")),
        (.results, SystemFault("write", "EINTR", "1+2")),
        (.output, SystemFault("write", "EINTR", "1+2")),
    ]

    @Test(arguments: interrupted)
    func interruptionsAreNothing(_ row: (file: File, fault: SystemFault)) throws {
        let scene = try Scene(row.file)
        let transcript = try scene.run(row.fault)
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 2)
        #expect(try scene.lines.count == Scene.names.count)
    }

    /// What the argument parser answers is an answer like any other.
    @Test func helpIsTold() throws {
        let scene = try Scene(.output)
        let transcript = try scene.run(SystemFault("write", "ENOSPC"), ["--help"])
        #expect(transcript.errors == "mxprobe: error: cannot write to standard output\n")
        #expect(transcript.status == 74)
    }

    /// A run over domains that do not exist, in files of its own.
    private struct Scene {
        static let names = (1...20).map { "name\($0).test" }

        let runs: CheckRuns
        let path: String
        let command: [String]
        private let answers: String

        init(_ file: File) throws {
            runs = try CheckRuns()
            let list = Scene.names.joined(separator: "\n")
            let domains = try runs.folder.write(File.domains.rawValue, list)
            let output = try runs.folder.write(File.output.rawValue, "")
            let results = try runs.folder.write(File.results.rawValue, "")
            path = runs.folder.path + "/" + file.rawValue
            var command = ["check", "--domains-file", domains, "--state", runs.state]
            command += file == .results ? ["--resume", results] : ["--format", "ndjson"]
            self.command = try command + AbsentDomains.options()
            answers = file == .results ? results : output
        }

        /// The answers that were written whole.
        var lines: [Substring] {
            get throws {
                let text = try String(contentsOfFile: answers, encoding: .utf8)
                return text.split(separator: "\n").filter { $0.hasSuffix("}") }
            }
        }

        func run(_ fault: SystemFault, _ other: [String]? = nil) throws -> Transcript {
            let output = runs.folder.path + "/" + File.output.rawValue
            return try fault.befall(runs, other ?? command, paths: [path]) { traced in
                var shell = traced
                shell.program = "/bin/sh"
                shell.arguments = ["-c", #"exec "$@" >"$0""#, output, traced.program]
                shell.arguments += traced.arguments
                return shell
            }.orderlyEnd()
        }
    }
}
