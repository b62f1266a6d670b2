import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// Runs of `mxprobe` with one configuration and one state, as cron makes them.
final class CheckRuns: Sendable {
    let folder: TemporaryFolder
    let state: String

    init(_ configuration: String = "# nothing\n") throws {
        folder = try TemporaryFolder()
        state = folder.path + "/state.db"
        try configure(configuration)
    }

    /// Writes the configuration, for the eyes of its owner.
    func configure(_ text: String) throws {
        let file = try folder.write("mxprobe.yaml", text)
        guard chmod(file, 0o600) == 0 else { throw SystemFailure("chmod") }
    }

    /// Checks domains that do not exist, or those of the configuration.
    func check(_ arguments: String...) throws -> Transcript {
        try run(["check"] + arguments + AbsentDomains.options() + ["--state", state])
    }

    /// Another command on the same state.
    func run(_ arguments: [String]) throws -> Transcript {
        let transcript = try program(arguments).transcript()
        #expect(!transcript.isOverdue)
        return transcript
    }

    func program(_ arguments: [String]) -> ProgramRun {
        ProgramRun(
            BuiltProgram.mxprobe,
            arguments,
            environment: ["MXPROBE_CONFIG": folder.path + "/mxprobe.yaml"]
        )
    }

    /// All bytes of the files beside the configuration.
    func written() throws -> Data {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0 != "mxprobe.yaml" }
            .reduce(into: Data()) { bytes, name in
                bytes += try Data(contentsOf: URL(filePath: folder.path + "/" + name))
            }
    }
}
