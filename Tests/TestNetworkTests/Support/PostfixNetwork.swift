import Foundation
import ProcessTestSupport
import Testing

/// A third copy of the test network, whose Postfix the tests reconfigure.
struct PostfixNetwork: Sendable {
    static let shared = PostfixNetwork(network: TestNetwork(instance: "postfix-\(getpid())"))

    let network: TestNetwork

    /// The directory with the backup MX's main.cf, as it is called outside of its namespace.
    var directory: String { "\(network.folder)/backup/postfix" }

    /// The text of the table that the recipe for a backup MX has people write.
    var mapFile: String { directory + "/transport" }

    /// What the table holds before anybody touches it: the classic recipe.
    static let recipe = """
        # Mail for these goes to their main server.
        domain1.test smtp:mail.domain1.test
        domain2.test smtp:mail.domain1.test
        secondbest.test smtp:mail.domain1.test

        """

    /// Puts the network into a state.
    func enter(_ scenario: String) throws {
        try succeed(network.script(arguments: ["scenario", scenario]))
    }

    /// Gives the backup MX a table and makes Postfix use it.
    func install(_ table: String, type: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: directory)
        where name.hasPrefix("transport") || name.hasPrefix("mxprobe_transport") {
            try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
        }
        try table.write(toFile: mapFile, atomically: true, encoding: .utf8)
        if type != "texthash", type != "regexp" { try onBackup(["postmap", "\(type):\(mapFile)"]) }
        try onBackup(["postconf", "-e", "transport_maps = \(type):\(mapFile)"])
        try onBackup(["postfix", "reload"])
    }

    /// Leaves no mail behind that another test would find.
    func emptyQueue() throws {
        try onBackup(["postsuper", "-d", "ALL"])
    }

    /// The table's text.
    var map: String { get throws { try String(contentsOfFile: mapFile, encoding: .utf8) } }

    /// The number of messages that the main server has delivered to its one mailbox.
    var delivered: Int {
        get throws {
            let folder = "\(network.folder)/mail/all/new"
            guard FileManager.default.fileExists(atPath: folder) else { return 0 }
            return try FileManager.default.contentsOfDirectory(atPath: folder).count
        }
    }

    /// Hands a message for a domain to the backup MX.
    func send(to domain: String) throws {
        var run = network.onBackup([
            "sendmail", "-f", "sender@backup.domain1.test", "someone@\(domain)",
        ])
        run.input = .text("Subject: a test\n\nA test.\n")
        try succeed(run.transcript())
    }

    /// Waits until a message waits in the queue for a reason.
    func waitUntilDeferred() async throws {
        try await Waiting.until { try onBackup(["postqueue", "-j"]).contains("delay_reason") }
    }

    /// Runs mxprobe on the backup MX, with more in its configuration where that is wanted.
    func mxprobe(
        _ arguments: [String],
        environment: [String: String] = [:],
        configuration more: String = ""
    ) throws -> Transcript {
        let folder = try TemporaryFolder()
        let configuration = try folder.write(
            "mxprobe.yaml",
            NetworkCase.configuration(ehloName: "backup.domain1.test") + more
        )
        let settings = environment.map { "\($0)=\($1)" }.sorted()
        // What asks no DNS takes no anchor.
        let anchor =
            arguments.starts(with: ["transport", "revert"])
            ? [] : ["--trust-anchor", "\(network.folder)/trust-anchor.key"]
        let run = network.onBackup(
            ["env", "MXPROBE_CONFIG=\(configuration)"] + settings + [BuiltProgram.mxprobe]
                + arguments
                + anchor
        )
        return try run.transcript()
    }

    /// Runs `mxprobe transport lookup` on the backup MX, which asks nobody but its Postfix.
    func lookup(_ subjects: [String]) throws -> Transcript {
        let command = [BuiltProgram.mxprobe, "transport", "lookup"] + subjects
        return try network.onBackup(command).transcript()
    }

    /// Runs a command on the backup MX that must succeed, and returns what it printed.
    @discardableResult
    func onBackup(_ command: [String]) throws -> String {
        let transcript = try network.onBackup(command).transcript()
        try succeed(transcript)
        return transcript.output
    }

    private func succeed(_ transcript: Transcript) throws {
        guard transcript.status == 0 else {
            throw NetworkFailure("\(transcript.output)\(transcript.errors)")
        }
    }
}

/// Brings the third copy up before the first of its tests, and takes it down after the last.
struct PostfixNetworkTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let guardian = try PostfixNetwork.shared.network.up()
        do {
            try await function()
        } catch {
            try guardian.end()
            throw error
        }
        try guardian.end()
    }
}
