import Foundation
import ProcessTestSupport
import Testing

/// What people and crashes have left behind, and what `plan` and `apply` do about it on real Postfix.
extension TransportStoryTests {
    private func apply(_ options: String...) throws -> Transcript {
        try PostfixNetwork.shared.mxprobe(
            ["transport", "apply", "--yes", "domain1.test"] + options
        )
    }

    private func plan(_ options: String...) throws -> Transcript {
        try PostfixNetwork.shared.mxprobe(["transport", "plan", "domain1.test"] + options)
    }

    /// The words of a text without its line breaks.
    private func words(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    @Test func theOverlayIsSetUpInTheSafeOrderOnlyAndMadeAnewWhereItIsGone() async throws {
        let postfix = PostfixNetwork.shared
        let overlay = postfix.directory + "/mxprobe_transport"
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        try postfix.emptyQueue()
        try postfix.enter("reset-r1")
        let plan = try plan("--strategy", "overlay")
        let command = "mxprobe transport apply --strategy overlay --init"
        #expect(plan.output.contains("'\(command)' makes the change."), "\(plan.output)")
        let refused = try apply("--strategy", "overlay")
        #expect(refused.status == 74)
        #expect(refused.errors.contains("mxprobe: hint: \(command) domain1.test\n"))
        #expect(!refused.errors.contains("postconf"))
        #expect(!FileManager.default.fileExists(atPath: overlay))

        let first = try apply("--strategy", "overlay", "--init")
        #expect(first.status == 0, "\(first.errors)\(first.output)")
        let tables = try postfix.onBackup(["postconf", "-h", "transport_maps"])
        for name in try FileManager.default.contentsOfDirectory(atPath: postfix.directory)
        where name.hasPrefix("mxprobe_transport.") {
            try FileManager.default.removeItem(atPath: "\(postfix.directory)/\(name)")
        }
        let noIndex = try self.plan("--strategy", "overlay")
        #expect(
            words(noIndex.output).contains("/mxprobe_transport does not exist, and Postfix defers"),
            "\(noIndex.output)"
        )
        #expect(try apply("--strategy", "overlay").errors.isEmpty)
        #expect(try !postfix.lookup(["domain1.test"]).output.contains("cannot be told"))

        // A run may have written the map and failed to put it in use.
        try postfix.onBackup(["postconf", "-e", "transport_maps = hash:\(postfix.mapFile)"])
        let again = try apply("--strategy", "overlay", "--init")
        #expect(again.output.contains("changed main.cf: transport_maps = "), "\(again.output)")

        try postfix.install(PostfixNetwork.recipe, type: "hash")
        try postfix.onBackup([
            "postconf", "-e",
            "transport_maps = " + tables.trimmingCharacters(in: .whitespacesAndNewlines),
        ])
        try postfix.onBackup(["postfix", "reload"])
        #expect(try postfix.lookup(["domain1.test"]).output.contains("cannot be told"))
        // In whichever way changes are made: without the listed map no mail goes anywhere.
        let made = try apply()
        #expect(made.errors.isEmpty, "\(made.errors)")
        #expect(words(made.output).contains("it is made anew"), "\(made.output)")
        #expect(try !postfix.lookup(["domain1.test"]).output.contains("cannot be told"))
        try postfix.enter("clean")
    }

    @Test func editsWithoutPostmapAreToldAndNotPublished() throws {
        let postfix = PostfixNetwork.shared
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        try postfix.enter("reset-r1")
        let edited = PostfixNetwork.recipe.replacing(
            "domain2.test smtp:mail.domain1.test\n",
            with: "domain2.test smtp:[later.test]\n"
        )
        try edited.write(toFile: postfix.mapFile, atomically: true, encoding: .utf8)
        let told = "line 3 says domain2.test smtp:[later.test], and the index says smtp:mail"
        let plan = try plan()
        #expect(plan.status == 2)
        #expect(words(plan.output).contains(told), "\(plan.output)")
        let refused = try apply()
        #expect(refused.status == 74)
        #expect(refused.errors.contains(told), "\(refused.errors)")
        #expect(refused.errors.contains("--publish-pending"))
        #expect(try postfix.map == edited)
        let lookup = try postfix.lookup(["domain2.test"])
        #expect(
            words(lookup.output).contains(
                "index of \(postfix.mapFile): domain2.test smtp:mail.domain1.test"
            ),
            "\(lookup.output)"
        )
        #expect(words(lookup.output).contains("Line 3 of the text says: domain2.test"))
        let published = try apply("--publish-pending")
        #expect(published.status == 0, "\(published.errors)")
        #expect(try postfix.lookup(["domain2.test"]).output.contains("later.test"))
        try postfix.enter("clean")
    }

    @Test func anInterruptedChangeIsToldAndNotTouched() throws {
        let postfix = PostfixNetwork.shared
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        let journal = postfix.directory + "/.transport.mxprobe-transaction"
        try "".write(toFile: journal, atomically: false, encoding: .utf8)
        defer { unlink(journal) }
        let plan = try plan()
        #expect(words(plan.output).contains("was interrupted, or is under way"), "\(plan.output)")
        let audit = try postfix.mxprobe(["transport", "audit", "--format", "json"])
        let found = try Document(parsing: audit.output).findings.elements.compactMap(\.id.text)
        #expect(found.contains("table.change-interrupted"))
        #expect(FileManager.default.fileExists(atPath: journal))
    }
}
