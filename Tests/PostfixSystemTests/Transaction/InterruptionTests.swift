import Foundation
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "a change that is killed or fails at any system call",
    .enabled(
        if: MapScene.hasPostfix && SystemCallTrace.isPossible,
        "SKIPPED: Postfix or strace is not installed, or processes may not be traced"
    )
)
struct InterruptionTests {
    /// What is changed, and how.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let type: RewritableType
        /// Options of strace for the whole run.
        var options: [String] = []
        /// The calls that are tried; all where there are none.
        var names: Set<String> = []
        /// Whether the last look at the table is made to fail, so that everything is put back.
        var isDoomed = false
        /// Whether main.cf names a symbolic link.
        var isLinked = false
        /// Whether there is no index before.
        var hasNoIndex = false
    }

    static let swaps: Set<String> = ["fsync", "linkat", "renameat", "renameat2", "unlinkat"]

    static let cases = [
        Case(testDescription: "hash", type: .hash),
        Case(testDescription: "lmdb", type: .lmdb, names: swaps),
        Case(testDescription: "cdb", type: .cdb, names: swaps),
        Case(
            testDescription: "where two names cannot be swapped in one step",
            type: .hash,
            options: ["-e", "inject=renameat2:error=EINVAL"],
            names: ["linkat", "renameat", "unlinkat"]
        ),
        Case(testDescription: "put back in the end", type: .hash, names: swaps, isDoomed: true),
        Case(
            testDescription: "behind a link",
            type: .hash,
            names: swaps.union(["symlinkat"]),
            isLinked: true
        ),
        Case(testDescription: "without an index", type: .hash, names: swaps, hasNoIndex: true),
        Case(
            testDescription: "without an index, not in one step",
            type: .hash,
            options: ["-e", "inject=renameat2:error=EINVAL"],
            names: ["linkat", "renameat", "unlinkat"],
            hasNoIndex: true
        ),
    ].filter { MapScene.types.contains($0.type) }

    /// The text before and after the change, and what an index of each says.
    struct States {
        let texts: [String]
        let answers: [String]
    }

    static func scene(_ row: Case) throws -> MapScene {
        let scene = try MapScene(row.type)
        if row.isLinked {
            let files = FileManager.default
            try files.moveItem(atPath: scene.path, toPath: scene.elsewhere + "/real")
            try files.createSymbolicLink(atPath: scene.path, withDestinationPath: "../real")
            try scene.index()
        }
        if row.hasNoIndex {
            for path in scene.type.indexSuffixes { unlink(scene.path + path) }
        }
        return scene
    }

    static func program(_ row: Case, _ scene: MapScene) throws -> ProgramRun {
        var arguments = ["divert=first.test,smtp:mail.first.test:2525", "divert=new.test,relay:x"]
        if row.isDoomed {
            let script = try scene.script(
                """
                for last; do :; done
                case $last in *mxprobe*) exec \(MapScene.postmap) "$@" ;; esac
                cat >/dev/null; exit 1
                """
            )
            arguments.append("postmap=" + script)
        }
        return scene.program("apply", arguments)
    }

    /// Runs the change once to see what it does.
    static func rehearse(_ row: Case) throws -> (calls: [SystemCallTrace.Call], states: States) {
        let scene = try scene(row)
        let trace = try SystemCallTrace(
            program(row, scene),
            about: scene.folder,
            extra: row.options
        )
        let undone = try scene.text() == MapScene.text
        #expect(undone == row.isDoomed)
        if undone {
            try scene.transaction().apply(scene.plan([.divert(), .divert("new.test", "relay:x")]))
        }
        let texts = [MapScene.text, try scene.text()]
        let answers = try texts.map { try MapScene.answers(of: $0, row.type) }
        let calls = trace.calls.filter { row.names.isEmpty || row.names.contains($0.name) }
        return (calls, States(texts: texts, answers: answers))
    }

    /// Checks that text and index are each wholly old or wholly new; which.
    static func look(
        _ scene: MapScene,
        _ states: States,
        _ comment: String
    ) throws -> (text: Int?, index: Int?) {
        let text = states.texts.firstIndex(of: try scene.text())
        #expect(text != nil, "\(comment): neither the old nor the new text")
        guard scene.type.indexSuffixes.allSatisfy({ access(scene.path + $0, F_OK) == 0 })
        else { return (text, nil) }
        let index = states.answers.firstIndex(of: try scene.answers())
        #expect(index != nil, "\(comment): neither the old nor the new index")
        return (text, index)
    }

    static func checkNoLitter(_ scene: MapScene, _ row: Case, index: Int?, _ comment: String) throws
    {
        let expected = index == nil ? ["transport"] : scene.expectedNames
        #expect(try scene.names() == expected, "\(comment)")
        guard row.isLinked else { return }
        let outside = try FileManager.default.contentsOfDirectory(atPath: scene.elsewhere)
        #expect(outside.allSatisfy { !$0.contains("mxprobe-") }, "\(comment)")
    }

    @Test("leaves each file whole, and the next run a consistent table", arguments: cases)
    func killed(row: Case) throws {
        let (calls, states) = try Self.rehearse(row)
        #expect(calls.count > 4)
        var seen: Set<Int> = []
        for call in calls {
            let scene = try Self.scene(row)
            let program = try Self.program(row, scene)
            let run = SystemCallTrace.injected(
                program,
                "signal=SIGKILL",
                at: call,
                extra: row.options
            )
            let transcript = try run.transcript()
            #expect(transcript.status != 0, "\(call)")
            _ = try Self.look(scene, states, "\(call)")
            let repair = try scene.program("recover").transcript()
            #expect(repair.status == 0, "\(call): \(repair.errors)")
            let state = try Self.look(scene, states, "\(call), repaired")
            if let text = state.text { seen.insert(text) }
            if !row.hasNoIndex || state.text == 1 {
                #expect(state.text == state.index, "\(call): \(repair.output)")
            }
            try Self.checkNoLitter(scene, row, index: state.index, "\(call)")
            try scene.transaction().apply(
                scene.plan([.divert(), .divert("new.test", "relay:x")])
            )
            let end = try Self.look(scene, states, "\(call), done again")
            #expect(
                end.text == 1 && (end.index == 1 || row.hasNoIndex && end.index == nil),
                "\(call)"
            )
            try Self.checkNoLitter(scene, row, index: end.index, "\(call), done again")
        }
        // Before the text is swapped the change is rolled back, after it completed.
        #expect(seen == [0, 1])
    }

    @Test("leaves the old table where a call fails while everything is put back")
    func undoFailed() throws {
        let row = try #require(Self.cases.first { $0.isDoomed })
        let (calls, states) = try Self.rehearse(row)
        let swaps = calls.indices.filter { calls[$0].name == "renameat2" }
        try #require(swaps.count == 4, "\(calls)")
        var codes: Set<String> = []
        for call in calls[(swaps[1] + 1)...] {
            let scene = try Self.scene(row)
            let program = try Self.program(row, scene)
            let run = SystemCallTrace.injected(program, "error=EIO", at: call)
            let transcript = try run.transcript()
            #expect(transcript.status == 1, "\(call)")
            codes.insert(String(transcript.errors.prefix { $0 != ":" }))
            _ = try Self.look(scene, states, "\(call)")
            let repair = try scene.program("recover").transcript()
            #expect(repair.status == 0, "\(call): \(repair.errors)")
            let state = try Self.look(scene, states, "\(call), repaired")
            #expect(state.text == 0 && state.index == 0, "\(call)")
            // What could not be removed goes with the next change.
            try scene.transaction().apply(scene.plan([.divert()]))
            try Self.checkNoLitter(scene, row, index: 1, "\(call)")
        }
        #expect(codes.isSuperset(of: ["wrong-answer", "not-restored"]), "\(codes)")
    }

    @Test(
        "leaves the old table where a call fails",
        arguments: ["EIO", "ENOSPC", "EINTR"],
        [cases[0], cases[cases.count - 2]]
    )
    func failed(error: String, row: Case) throws {
        let (calls, states) = try Self.rehearse(row)
        for call in calls where !["clone", "clone3", "vfork", "flock"].contains(call.name) {
            let scene = try Self.scene(row)
            let run = SystemCallTrace.injected(
                try Self.program(row, scene),
                "error=" + error,
                at: call
            )
            let transcript = try run.transcript()
            let state = try Self.look(scene, states, "\(call)")
            // What fails after the change is in use is only the tidying up.
            let wanted = transcript.status == 0 ? 1 : 0
            #expect(state.text == wanted, "\(call): \(transcript.errors)")
            #expect(state.index == wanted || (row.hasNoIndex && state.index == nil), "\(call)")
            #expect(transcript.errors.filter { $0 == "\n" }.count == 1 - wanted, "\(call)")
            _ = try scene.program("recover").transcript()
            try scene.transaction().apply(scene.plan([.divert()]))
            try Self.checkNoLitter(scene, row, index: 1, "\(call)")
        }
    }
}
