import Glibc
import PostfixModel
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "Tables as this machine's Postfix sees them",
    .enabled(if: PostfixScene.isInstalled, "SKIPPED: Postfix is not installed")
)
struct PostfixTableTests {
    private static let text = "# comment\nA.test  relay:[a]:2525\nb.test smtp:b\n"

    private func ask(_ table: PostfixTable, _ key: String) -> TableAnswer {
        table.lookup.answer(for: Array(key.utf8))
    }

    private func open(_ scene: PostfixScene, _ name: String) async throws -> PostfixTable {
        PostfixTable(TableSpecification(name), of: try await scene.installation())
    }

    private func found(_ value: String, line: Int? = nil) -> TableAnswer {
        .found(Array(value.utf8), line: line)
    }

    @Test("answer from the text while the index is fresh", arguments: ["hash", "lmdb", "cdb"])
    func fresh(type: String) async throws {
        let scene = try PostfixScene()
        guard try await scene.installation().mapTypes?.contains(type) == true else { return }
        try scene.index(type, "t", Self.text)
        let table = try await open(scene, "\(type):\(scene.path("t"))")
        #expect(table.index.isFresh)
        #expect(ask(table, "a.TEST") == found("relay:[a]:2525", line: 2))
        #expect(ask(table, "c.test") == .absent)
    }

    @Test(
        "answer from the index while it is older than the text",
        arguments: ["hash", "proxy:hash"]
    )
    func stale(type: String) async throws {
        let scene = try PostfixScene()
        try scene.index("hash", "t", Self.text)
        try scene.folder.write("t", "a.test smtp:new\n")
        try scene.age("t.db", -7_200)
        try scene.age("t", -3_600)
        let table = try await open(scene, "\(type):\(scene.path("t"))")
        guard case .stale = table.index else {
            Issue.record("\(table.index)")
            return
        }
        #expect(ask(table, "A.test") == found("relay:[a]:2525"))
        #expect(ask(table, "none.test") == .absent)
        #expect(table.warnings.contains { $0.contains("is older than source file") })
    }

    @Test("answer from the index where there is no text")
    func indexOnly() async throws {
        let scene = try PostfixScene()
        try scene.index("hash", "t", Self.text)
        unlink(scene.path("t"))
        let table = try await open(scene, "hash:\(scene.path("t"))")
        #expect(table.source == .failure(.missing))
        #expect(ask(table, "b.test") == found("smtp:b"))
    }

    @Test("fail without an index, as Postfix does")
    func noIndex() async throws {
        let scene = try PostfixScene()
        try scene.folder.write("t", Self.text)
        let table = try await open(scene, "hash:\(scene.path("t"))")
        #expect(table.index == .fault(path: scene.path("t.db"), .missing))
        guard case .failed(let reason) = ask(table, "a.test") else {
            Issue.record("an answer without an index")
            return
        }
        #expect(reason.contains("t.db: No such file"))
    }

    @Test("answer patterns, main.cf's own and texthash: tables")
    func otherTypes() async throws {
        let scene = try PostfixScene()
        try scene.folder.write("re", "/^x.*y$/ smtp:xy\n")
        try scene.folder.write("t", Self.text)
        let patterns = try await open(scene, "regexp:\(scene.path("re"))")
        #expect(ask(patterns, "x@y") == found("smtp:xy"))
        #expect(ask(patterns, "a.test") == .absent)
        let text = try await open(scene, "texthash:\(scene.path("t"))")
        #expect(ask(text, "B.test") == found("smtp:b", line: 3))
        let inline = try await open(scene, "inline:{a.test=smtp:a}")
        #expect(ask(inline, "a.test") == found("smtp:a"))
        #expect(inline.source == nil)
    }

    @Test("take no key for an option", arguments: ["-", "-v", "--", "-q", "a b", "'", "$(id)"])
    func keys(key: String) async throws {
        let scene = try PostfixScene()
        try scene.folder.write("re", "/.*/ smtp:all\n")
        let table = try await open(scene, "regexp:\(scene.path("re"))")
        #expect(ask(table, key) == found("smtp:all"))
        // A line of its own would be a key of its own.
        #expect(ask(table, "a\n\(key)") == .absent)
        #expect(ask(table, "") == .absent)
    }

    @Test("tell a mere warning from a failure")
    func warning() async throws {
        let scene = try PostfixScene()
        try scene.folder.write("re", "/[/ smtp:broken\n/b/ smtp:b\n")
        let table = try await open(scene, "regexp:\(scene.path("re"))")
        #expect(ask(table, "b") == found("smtp:b"))
        #expect(ask(table, "c") == .absent)
        #expect(table.warnings.count == 1)
    }

    @Test("ask for many keys at once, and for each once")
    func preload() async throws {
        let scene = try PostfixScene()
        try scene.folder.write("re", "/^d[0-9]*7$/ smtp:seven\n")
        let table = try await open(scene, "regexp:\(scene.path("re"))")
        let keys = (0..<12_000).map { "d\($0)" }
        await table.preload(keys.map { Array($0.utf8) })
        // What is known is not asked for again.
        try scene.folder.write("re", "/./ smtp:changed\n")
        #expect(ask(table, "d17") == found("smtp:seven"))
        #expect(ask(table, "d18") == .absent)
        #expect(ask(table, "d11997") == found("smtp:seven"))
        #expect(ask(table, "d12000") == found("smtp:changed"))
    }

    /// What is at the table's path, and what is said about it.
    @Test(
        "tell in one phrase why a text cannot be read",
        arguments: [
            ("true", "does not exist"),
            ("mkdir $1", "is a directory"),
            // Opening it for reading would wait for ever.
            ("mkfifo $1", "is not a regular file"),
            ("truncate -s 67108865 $1", "is larger than 64 MiB"),
            ("printf 'a\\0b' >$1", "is not a text file"),
            ("ln -s $1 $1", "cannot be read: too many levels of symbolic links"),
        ]
    )
    func faults(script: String, reason: String) async throws {
        let scene = try PostfixScene()
        let path = scene.path("t")
        #expect(
            try ProgramRunner.run(PostfixProgram("/bin/sh", ["-c", script, "-", path])).isSuccess
        )
        for type in ["texthash", "proxy:texthash"] {
            let table = try await open(scene, "\(type):\(path)")
            #expect(ask(table, "a.test") == .failed("\(path) \(reason)"))
        }
        rmdir(path)
    }

    @Test("never wait for a FIFO in the place of patterns or an index")
    func pipes() async throws {
        let scene = try PostfixScene()
        mkfifo(scene.path("t"), 0o600)
        let patterns = try await open(scene, "regexp:\(scene.path("t"))")
        #expect(ask(patterns, "a") == .failed("\(scene.path("t")) is not a regular file"))
        mkfifo(scene.path("t.db"), 0o600)
        let indexed = try await open(scene, "hash:\(scene.path("t"))")
        #expect(ask(indexed, "a") == .failed("\(scene.path("t.db")) is not a regular file"))
    }

    @Test("fail where this Postfix does not know the type")
    func unknownType() async throws {
        let scene = try PostfixScene()
        let table = try await open(scene, "nosuch:\(scene.path("t"))")
        guard case .failed(let reason) = ask(table, "a") else {
            Issue.record("an answer of a table that is not there")
            return
        }
        #expect(reason == "postmap failed: unsupported dictionary type: nosuch")
    }

    @Test("tell who owns them and who may change them")
    func facts() async throws {
        let scene = try PostfixScene()
        try scene.index("hash", "t", Self.text)
        chmod(scene.path("t"), 0o640)
        symlink(scene.path("t"), scene.path("link"))
        let facts = try #require(try await open(scene, "hash:\(scene.path("link"))").source).get()
        #expect(facts.owner == getuid())
        #expect(facts.mode == 0o640)
        #expect(facts.isLink)
        #expect(facts.isReadable)
        #expect(facts.directoryOwner == getuid())
        #expect(facts.directoryMode == 0o700)
        #expect(!facts.isRootOwnedElsewhere)
    }
}
