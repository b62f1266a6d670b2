import Foundation
import ProcessTestSupport
import Testing

/// The same cure by `check` alone, run after run, with `transport.mode: apply`.
extension TransportStoryTests {
    private static let settings = """
        transport: {mode: apply, after_failures: 3, after_successes: 3, min_dwell: 0s}
        webhooks: [{name: ops, format: slack, url_env: HOOK}]

        """

    private func check(_ state: String, _ options: String...) throws -> Transcript {
        try PostfixNetwork.shared.mxprobe(
            ["check", "domain1.test", "--state", state] + options,
            environment: ["HOOK": "http://127.0.0.1:1/"],
            configuration: Self.settings
        )
    }

    /// What waits for the webhook, which nobody answers for.
    private func told(_ state: String) throws -> [String] {
        let command = [BuiltProgram.mxprobe, "webhook", "queue", "--format", "json"]
        let text = try PostfixNetwork.shared.onBackup(command + ["--state", state])
        let queue = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let waiting = queue?["waiting"] as? [[String: Any]] ?? []
        return waiting.compactMap { $0["type"] as? String }
    }

    @Test func aBlockedPortIsDivertedAndRestoredByCheck() async throws {
        let postfix = PostfixNetwork.shared
        let folder = try TemporaryFolder()
        let state = folder.path + "/state.db"
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        // A table of patterns, which holds nothing of mxprobe's, is in nobody's way.
        let patterns = postfix.directory + "/patterns"
        try "/^elsewhere\\.test$/ smtp:[127.0.0.1]\n".write(
            toFile: patterns,
            atomically: true,
            encoding: .utf8
        )
        try postfix.onBackup([
            "postconf", "-e", "transport_maps = hash:\(postfix.mapFile) regexp:\(patterns)",
        ])
        try postfix.emptyQueue()
        let before = try postfix.delivered

        let healthy = try check(state, "--quiet")
        #expect(healthy.output.isEmpty)
        #expect(healthy.errors.isEmpty, "\(healthy.errors)")
        #expect(healthy.status == 0)

        try postfix.enter("drop-r1")
        try postfix.send(to: "domain1.test")
        try await postfix.waitUntilDeferred()
        for _ in 0..<2 {
            #expect(try check(state).status == 2)
            #expect(try postfix.map == PostfixNetwork.recipe)
        }
        let third = try check(state)
        #expect(third.errors.contains("mxprobe: note: divert domain1.test to "))
        #expect(
            try postfix.map.contains("\ndomain1.test smtp:mail.domain1.test:2525\n")
        )
        try await Waiting.until { try postfix.delivered == before + 1 }
        #expect(try check(state).status == 1)

        try postfix.enter("clean")
        for _ in 0..<2 { #expect(try check(state).status == 1) }
        let restored = try check(state)
        #expect(restored.errors.contains("mxprobe: note: restore domain1.test: done\n"))
        #expect(try postfix.map == PostfixNetwork.recipe)
        #expect(try check(state).status == 0)
        let told = try told(state)
        #expect(
            told.filter { $0.hasPrefix("transport.") } == [
                "transport.diverted", "transport.restored",
            ]
        )
        #expect(told.filter { $0 == "egress.blocked" }.count == 2)
    }

    /// Kills a change of the table by its hash index while the text is new and the index old.
    private func interruptChange() throws {
        let postfix = PostfixNetwork.shared
        let kill = ["-f", "-qq", "-e", "inject=renameat2:signal=SIGKILL:when=2", "-o", "/dev/null"]
        let change = ["divert=domain1.test,smtp:mail.domain1.test:2525"]
        let table = ["apply", "hash:\(postfix.mapFile)", "config=\(postfix.directory)"]
        let program = [BuiltProgram.mapTransaction] + table + change
        let transcript = try ProgramRun("/usr/bin/strace", kill + program).transcript()
        #expect(transcript.status != 0)
    }

    /// What a killed run left is completed, and Postfix told, so that the waiting mail leaves.
    @Test(arguments: ["check", "apply", "revert"])
    func whatAKilledRunLeftIsCompletedAndTold(_ command: String) async throws {
        let postfix = PostfixNetwork.shared
        let folder = try TemporaryFolder()
        try postfix.enter("reset-r1")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        try postfix.emptyQueue()
        let before = try postfix.delivered
        try postfix.send(to: "domain1.test")
        try await postfix.waitUntilDeferred()
        try interruptChange()

        let done: Transcript
        switch command {
        case "check": done = try check(folder.path + "/state.db")
        case "apply": done = try postfix.mxprobe(["transport", "apply", "--yes", "domain1.test"])
        // Of another domain, so that nothing is put back but what was interrupted completed.
        default: done = try postfix.mxprobe(["transport", "revert", "--yes", "domain2.test"])
        }
        let told = "completed an interrupted change of \(postfix.mapFile)\n"
        #expect(done.errors.contains(told), "\(done.errors)")
        #expect(done.errors.contains("domain1.test"), "\(done.errors)")
        try await Waiting.until { try postfix.delivered == before + 1 }
        #expect(try postfix.map.contains("\ndomain1.test smtp:mail.domain1.test:2525\n"))
        let again = try check(folder.path + "/state.db")
        #expect(!again.errors.contains("interrupted"))
        try postfix.enter("clean")
    }

    /// An entry that a person changed stays as it is, and that is told once.
    @Test func whatAPersonChangedIsLeftAlone() throws {
        let postfix = PostfixNetwork.shared
        let folder = try TemporaryFolder()
        let state = folder.path + "/state.db"
        try postfix.enter("drop-r1")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        for _ in 0..<3 { _ = try check(state) }
        let byHand = try postfix.map.replacing(
            "mail.domain1.test:2525",
            with: "[mail.domain1.test]:2525"
        )
        try byHand.write(toFile: postfix.mapFile, atomically: true, encoding: .utf8)
        try postfix.onBackup(["postmap", "hash:\(postfix.mapFile)"])
        try postfix.enter("clean")
        for _ in 0..<4 { _ = try check(state) }
        #expect(try postfix.map == byHand)
        let told = try told(state).filter { $0.hasPrefix("transport.") }
        #expect(told == ["transport.diverted", "transport.restored"])
    }

    @Test func recommendingChangesNothing() throws {
        let postfix = PostfixNetwork.shared
        let folder = try TemporaryFolder()
        try postfix.enter("drop-r1")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        for _ in 0..<4 {
            _ = try postfix.mxprobe(["check", "domain1.test", "--state", folder.path + "/state.db"])
        }
        #expect(try postfix.map == PostfixNetwork.recipe)
    }
}
