import PostfixModel
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

@Suite("Questions to postmap")
struct TableQueryTests {
    /// A query of a `postmap` of the test's own, which gets the keys as lines.
    private func query(_ script: String, _ scene: PostfixScene) throws -> TableQuery {
        try scene.script("postmap", script)
        let installation = PostfixInstallation(
            commandDirectory: scene.folder.path,
            configurationDirectory: scene.folder.path,
            isNamedDirectory: true,
            parameters: MainParameters([:]),
            services: nil,
            mapTypes: nil,
            instance: PostfixInstance(name: "", group: "", others: []),
            warnings: []
        )
        var query = TableQuery(installation: installation, table: "mysql:/x")
        query.patience = .seconds(600)
        return query
    }

    private func keys(_ keys: String...) -> [[UInt8]] { keys.map { Array($0.utf8) } }

    @Test("hand over the configuration, the table and each key by standard input")
    func arguments() throws {
        let scene = try PostfixScene()
        let query = try query("while read key; do printf '%s\\t%s\\n' \"$key\" \"$*\"; done", scene)
        let value = Array("-c \(scene.folder.path) -q - mysql:/x".utf8)
        #expect(
            query.answers(to: keys("a", "b")).values
                == [.found(value, line: nil), .found(value, line: nil)]
        )
    }

    @Test("find the one key at which postmap gives up")
    func failingKey() throws {
        let scene = try PostfixScene()
        let script = """
            while read key; do
              [ "$key" = k7 ] && { echo 'postmap: fatal: table x: query error: no' >&2; exit 1; }
              out="$out$key\tv\n"
            done
            printf "$out"
            """
        let query = try query(script, scene)
        let values = query.answers(to: (0..<20).map { Array("k\($0)".utf8) }).values
        #expect(values.count == 20)
        for (number, value) in values.enumerated() {
            #expect(
                value
                    == (number == 7
                        ? .failed("postmap failed: table x: query error: no")
                        : .found(Array("v".utf8), line: nil))
            )
        }
    }

    @Test("give up on a table that hangs after one wait")
    func hanging() throws {
        let scene = try PostfixScene()
        var query = try query("echo run >>\(scene.path("runs")); exec sleep 1000", scene)
        query.patience = .milliseconds(500)
        let cache = AnswerCache(query)
        cache.preload((0..<(TableQuery.batchSize + 5)).map { Array("k\($0)".utf8) })
        let reason = "postmap did not end within 0 s and was stopped"
        #expect(cache.answer(for: Array("k5003".utf8)) == .failed(reason))
        #expect(cache.answer(for: Array("another".utf8)) == .failed(reason))
        let runs = try ProgramRunner.run(PostfixProgram("/bin/cat", [scene.path("runs")])).output
        #expect(runs.count <= 4)
    }

    @Test(
        "take nothing for an answer that was not asked for",
        arguments: [("a\tx\nc\ty\n"), "b\tx\na\ty\n", "ax\n", "\ta\n"]
    )
    func strangeAnswers(output: String) throws {
        let result = TableAnswerText.read(Array(output.utf8), for: keys("a", "b")[...])
        guard case .failure = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test("keep all lines of a single value")
    func severalLines() throws {
        let result = TableAnswerText.read(Array("a\tx\ny\tz\n".utf8), for: keys("a")[...])
        #expect(try result.get() == [.found(Array("x\ny\tz".utf8), line: nil)])
    }

    @Test("tell repeated and unanswered keys apart")
    func order() throws {
        let result = TableAnswerText.read(
            Array("a\t1\nb\t2\na\t1\n".utf8),
            for: keys("a", "c", "b", "a\n", "a")[...]
        )
        let one = TableAnswer.found([UInt8(ascii: "1")], line: nil)
        let two = TableAnswer.found([UInt8(ascii: "2")], line: nil)
        #expect(try result.get() == [one, .absent, two, .absent, one])
    }
}
