import Foundation
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "what an interrupted run left",
    .enabled(
        if: MapScene.hasPostfix && SystemCallTrace.isPossible,
        "SKIPPED: Postfix or strace is not installed, or processes may not be traced"
    )
)
struct RecoveryTests {
    /// Kills a change before its second swap: the text is new and the index old.
    static func interrupted(_ type: RewritableType = .hash) throws -> MapScene {
        let scene = try MapScene(type)
        let swap = SystemCallTrace.Call(name: "renameat2", number: 2, text: "")
        let program = scene.program("apply", ["divert=first.test,smtp:x:2525"])
        let transcript = try SystemCallTrace.injected(program, "signal=SIGKILL", at: swap)
            .transcript()
        #expect(transcript.status == nil || transcript.status == 137)
        #expect(try scene.text().contains("smtp:x:2525"))
        #expect(try !scene.answers().contains("smtp:x:2525"))
        return scene
    }

    @Test("is nothing where nothing was interrupted, and nothing is written then")
    func nothing() throws {
        let scene = try MapScene()
        chmod(scene.folder, 0o555)
        defer { chmod(scene.folder, 0o755) }
        #expect(try scene.transaction().recover().outcome == .nothing)
    }

    @Test(
        "is completed: the index follows its text",
        arguments: [RewritableType.hash, .btree, .lmdb]
    )
    func completed(type: RewritableType) throws {
        let scene = try Self.interrupted(type)
        // To be told of it changes nothing.
        let names = try scene.names()
        #expect(try scene.transaction().isInterrupted())
        #expect(try scene.names() == names)
        #expect(try scene.transaction().recover().outcome == .completed)
        #expect(try !scene.transaction().isInterrupted())
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), type))
        #expect(try scene.names() == scene.expectedNames)
        #expect(try scene.transaction().recover().outcome == .nothing)
    }

    /// Kills a change at one of its swaps, and repairs what it left.
    private func repaired(
        _ scene: MapScene,
        killedAt swap: Int,
        _ changes: String...
    ) throws -> RecoveredChange {
        let call = SystemCallTrace.Call(name: "renameat2", number: swap, text: "")
        _ = try SystemCallTrace.injected(
            scene.program("apply", changes),
            "signal=SIGKILL",
            at: call
        ).transcript()
        return try scene.transaction().recover()
    }

    @Test("tells whose mail it is about, so that Postfix can be told")
    func patterns() throws {
        let scene = try MapScene()
        let divert = "divert=first.test,smtp:x:2525"
        let first = try repaired(scene, killedAt: 2, divert, "divert=New.test,relay:y")
        #expect(first.outcome == .completed)
        #expect(first.patterns.map(\.description) == ["first.test", "New.test"])
        let second = try repaired(scene, killedAt: 2, "revert=first.test")
        #expect(second.outcome == .completed)
        #expect(second.patterns.map(\.description) == ["first.test"])
        // Nothing of it was ever in use.
        let third = try repaired(scene, killedAt: 1, divert)
        #expect(third == RecoveredChange(outcome: .rolledBack, patterns: []))
        #expect(try scene.transaction().recover() == .nothing)
    }

    @Test("is completed by the next change, which tells of it")
    func next() throws {
        let scene = try Self.interrupted()
        let edit = try scene.transaction().apply(scene.plan([.revertAll]))
        #expect(edit.recovery == .completed)
        #expect(try scene.text() == MapScene.text)
        #expect(try scene.answers() == MapScene.answers(of: MapScene.text, .hash))
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test(
        "gives way to an administrator's later edit",
        arguments: ["in place", "by renaming", "and postmap"]
    )
    func superseded(how: String) throws {
        let scene = try Self.interrupted()
        let text = try scene.text() + "late.test smtp:late\n"
        if how == "by renaming" { unlink(scene.path) }
        try scene.write(text)
        if how == "and postmap" { try scene.index() }
        let answers = try scene.answers()
        #expect(try scene.transaction().recover().outcome == .superseded)
        #expect(try scene.text() == text)
        #expect(try scene.answers() == answers)
        #expect(try scene.names() == scene.expectedNames)
        // The next change indexes all of it.
        #expect(try scene.transaction().apply(scene.plan([.divert("more.test")])).isChanged)
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), .hash))
    }

    @Test("is completed with the index of the very text even if somebody ran postmap since")
    func indexed() throws {
        let scene = try Self.interrupted()
        try scene.index()
        #expect(try scene.transaction().recover().outcome == .completed)
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), .hash))
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("is indexed anew where somebody took the finished index away")
    func lost() throws {
        let scene = try Self.interrupted()
        for name in try scene.names() where name.hasPrefix(".transport") && name.hasSuffix(".db") {
            unlink(scene.folder + "/" + name)
        }
        #expect(try scene.transaction().recover().outcome == .completed)
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), .hash))
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("is given back where somebody's file came out of the swap")
    func stolen() throws {
        let scene = try Self.interrupted()
        let staged = try #require(
            try scene.names().first {
                $0.hasPrefix(".transport.mxprobe-") && !$0.hasSuffix(".db")
                    && !$0.hasSuffix("transaction")
            }
        )
        // As if it had replaced the text between the last look and the swap.
        let late = MapScene.text + "late.test smtp:late\n"
        unlink(scene.folder + "/" + staged)
        try MapScene.write(late, to: scene.folder + "/" + staged)
        #expect(try scene.transaction().recover().outcome == .superseded)
        #expect(try scene.text() == late)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("leaves names alone that only look like ours")
    func others() throws {
        let scene = try Self.interrupted()
        let names = [
            ".transport.mxprobe-", ".transport.mxprobe-0123456789abcde",
            ".transport.mxprobe-0123456789ABCDEF",
            ".transport.mxprobe-0123456789abcdef.txt", ".other.mxprobe-0123456789abcdef",
            "transport.mxprobe-0123456789abcdef", ".transport.mxprobe-0123456789abcdef0",
        ]
        for name in names { try MapScene.write("kept", to: scene.folder + "/" + name) }
        _ = try scene.transaction().recover()
        #expect(try Set(scene.names()).isSuperset(of: names))
    }
}

@Suite("the journal of a change")
struct JournalTextTests {
    static let journal: JournalText? = {
        guard let old = FileStamp("1:2:3:4"), let new = FileStamp("5:6:-7:8") else { return nil }
        let staged = ".t.mxprobe-0123456789abcdef"
        return JournalText(
            id: "0123456789abcdef",
            files: [
                JournalText.File(folder: "/etc/a b", live: "t", staged: staged, old: old, new: new),
                JournalText.File(
                    folder: "/",
                    live: "t.db",
                    staged: staged + ".db",
                    old: nil,
                    new: new
                ),
            ]
        )
    }()

    @Test("reads back as it was written, with and without the end")
    func roundTrip() throws {
        var journal = try #require(Self.journal)
        #expect(JournalText.read(journal.bytes) == .journal(journal))
        let undone = journal.bytes + JournalText.undoLine
        journal.isUndoing = true
        #expect(JournalText.read(undone) == .journal(journal))
        #expect(JournalText.read(undone.dropLast() + []) != .journal(journal))
    }

    @Test("counts only when it was finished: cut anywhere, nothing was begun")
    func cut() throws {
        let journal = try #require(Self.journal)
        for length in 0..<journal.bytes.count {
            #expect(JournalText.read(Array(journal.bytes[..<length])) == .nothing, "\(length)")
        }
    }

    @Test(
        "is not guessed at",
        arguments: [
            "mxprobe transaction/2\n", "mxprobe transaction/10\nend\n", "hello\n", "hello", "\n",
            "mxprobe transaction/1\nend\n", "mxprobe transaction/1\nid\tx\nend\n",
            "mxprobe transaction/1\nid\tx\nfile\t/a\tb\tc\t-\t1:2:3\nend\n",
            "mxprobe transaction/1\nid\tx\nfile\ta\tb\tc\t-\t1:2:3:4\nend\n",
            "mxprobe transaction/1\nid\tx\nfile\t/a\t../b\tc\t-\t1:2:3:4\nend\n",
            "mxprobe transaction/1\nid\tx\nfile\t/a\tb\tc/d\t-\t1:2:3:4\nend\n",
            "mxprobe transaction/1\nid\tx\nfile\t/a\tb\tc\tx\t1:2:3:4\nend\n",
        ]
    )
    func unknown(text: String) { #expect(JournalText.read(Array(text.utf8)) == .unknown) }
}
