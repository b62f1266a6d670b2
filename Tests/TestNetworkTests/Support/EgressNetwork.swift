import Foundation
import ProcessTestSupport
import Synchronization
import Testing

/// A second copy of the test network, whose state the tests change.
struct EgressNetwork: Sendable {
    /// Who runs the program.
    enum User: String, Sendable, CaseIterable {
        case root
        case nobody
    }

    static let shared = EgressNetwork(network: TestNetwork(instance: "egress-\(getpid())"))

    /// How many runs each network that loses packets gets; `MXPROBE_RANDOM_RUNS` sets another number.
    static var randomRuns: Int {
        ProcessInfo.processInfo.environment["MXPROBE_RANDOM_RUNS"].flatMap(Int.init) ?? 4
    }

    let network: TestNetwork

    /// Puts the network into a state.
    func enter(_ scenario: String) throws {
        let words = scenario.split(separator: " ").map(String.init)
        let transcript = try network.script(arguments: ["scenario"] + words)
        guard transcript.status == 0 else { throw NetworkFailure(transcript.errors) }
    }

    /// Diagnoses the domain as each user, at once.
    func diagnose(_ row: EgressRow) throws -> [(User, Transcript)] {
        let folder = try publicFolder()
        let runs = try User.allCases.map { user in
            (user, try RunningProgram(run(row, as: user, folder: folder)))
        }
        return try runs.map { ($0, try $1.wait()) }
    }

    /// Diagnoses the domain several times, a few at once.
    func repeatedly(_ row: EgressRow, times: Int) throws -> [Transcript] {
        let folder = try publicFolder()
        var transcripts: [Transcript] = []
        for start in stride(from: 0, to: times, by: 4) {
            let runs = try (start..<min(start + 4, times)).map { _ in
                try RunningProgram(run(row, as: .root, folder: folder))
            }
            transcripts += try runs.map { try $0.wait() }
        }
        return transcripts
    }

    private func run(_ row: EgressRow, as user: User, folder: String) throws -> ProgramRun {
        let item = NetworkCase(
            names: ["domain1.test"],
            options: row.options,
            patience: row.patience
        )
        return try item.run(on: network, program: folder + "/mxprobe", folder: folder, as: user)
    }

    /// A folder that every user may read, with the program in it.
    private func publicFolder() throws -> String {
        let folder = network.folder + "/program"
        let files = FileManager.default
        if !files.fileExists(atPath: folder + "/mxprobe") {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Copied by another process: a program started meanwhile would hold a file of ours open for writing.
            let copy = try ProgramRun("/bin/cp", [BuiltProgram.mxprobe, folder + "/mxprobe"])
                .transcript()
            guard copy.status == 0 else { throw NetworkFailure(copy.errors) }
        }
        return folder
    }
}

/// Brings the second copy up before the first of its tests, and takes it down after the last.
struct EgressNetworkTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let guardian = try EgressNetwork.shared.network.up()
        do {
            try await function()
        } catch {
            try guardian.end()
            throw error
        }
        try guardian.end()
    }
}
