import Glibc
import ProcessTestSupport
import Testing

/// The copy of the test network that this run of the tests has for itself.
struct TestNetwork: Sendable {
    /// The name of the copy; the process id keeps two runs apart.
    let instance: String

    static let shared = TestNetwork(instance: "tests-\(getpid())")

    /// The servers' own files.
    var folder: String { "/run/mxprobe-testnet/\(instance)" }

    /// Runs `scripts/testnet` with some arguments.
    func script(_ arguments: String...) throws -> Transcript {
        try script(arguments: arguments)
    }

    /// The same with the arguments in a list.
    func script(arguments: [String]) throws -> Transcript {
        try scriptRun(arguments).transcript()
    }

    /// A command on the machine that mxprobe runs on, with the network's own trust anchors.
    func onBackup(_ command: [String]) -> ProgramRun { self.command(command, on: "backup") }

    /// A command on one of the network's machines.
    func command(_ command: [String], on machine: String) -> ProgramRun {
        scriptRun(["in", machine] + command)
    }

    /// `scripts/testnet up`, not yet started.
    var upRun: ProgramRun { scriptRun(["up"]) }

    private func scriptRun(_ arguments: [String]) -> ProgramRun {
        ProgramRun(
            BuiltProgram.packageRoot + "/scripts/testnet",
            arguments,
            environment: [
                "MXPROBE_TESTNET": instance, "SSL_CERT_FILE": "\(folder)/pki/ca.pem",
                "COLUMNS": "100",
            ]
        )
    }

    /// Brings the network up, and has it taken down whatever becomes of this process.
    ///
    /// The guard waits for the end of its standard input, which comes when the value returned goes, or with the process.
    func up() throws -> NetworkGuard {
        let guardian = try NetworkGuard(self)
        let transcript = try script("up")
        guard transcript.status == 0 else { throw NetworkFailure(transcript.errors) }
        return guardian
    }
}

/// The test network could not be brought up or down.
struct NetworkFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
