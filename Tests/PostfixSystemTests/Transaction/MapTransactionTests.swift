import Foundation
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "a change of a table",
    .enabled(if: MapScene.hasPostfix, "SKIPPED: Postfix is not installed")
)
struct MapTransactionTests {
    @Test("changes text and index and nothing else, and back again", arguments: MapScene.types)
    func thereAndBack(type: RewritableType) throws {
        let scene = try MapScene(type)
        let before = try scene.answers()
        let plan = try scene.plan([.divert(), .divert("new.test", "relay:[new.test]:26")])
        let edit = try scene.transaction().apply(plan)
        #expect(edit.isChanged && !edit.wasStale && edit.recovery == .nothing)
        #expect(edit.sourcePath == scene.path)
        #expect(try Array(scene.text().utf8) == plan.bytes)
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), type))
        #expect(try scene.names() == scene.expectedNames)
        try scene.transaction().apply(scene.plan([.revertAll]))
        #expect(try scene.text() == MapScene.text)
        #expect(try scene.answers() == before)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("leaves the index no older than the text", arguments: MapScene.indexedTypes)
    func age(type: RewritableType) throws {
        let scene = try MapScene(type)
        try scene.transaction().apply(scene.plan([.divert()]))
        let folder = try Folder(scene.folder)
        let text = try #require(try folder.stamp(of: "transport"))
        for suffix in type.indexSuffixes {
            let index = try #require(try folder.stamp(of: "transport" + suffix))
            #expect(!index.isOlder(than: text))
        }
    }

    @Test("makes an index where there is none", arguments: MapScene.indexedTypes)
    func noIndex(type: RewritableType) throws {
        let scene = try MapScene(type)
        for suffix in type.indexSuffixes {
            try FileManager.default.removeItem(atPath: scene.path + suffix)
        }
        let edit = try scene.transaction().apply(scene.plan([.divert()]))
        #expect(edit.wasStale)
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), type))
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("makes a missing index alone where that is wanted", arguments: MapScene.indexedTypes)
    func indexOnly(type: RewritableType) throws {
        let scene = try MapScene(type)
        let answers = try scene.answers()
        for suffix in type.indexSuffixes {
            try FileManager.default.removeItem(atPath: scene.path + suffix)
        }
        #expect(try !scene.transaction().apply(scene.plan([])).isChanged)
        #expect(try scene.names() == ["transport"])
        let edit = try scene.transaction().apply(scene.plan([]), rebuildsIndex: true)
        #expect(edit.isChanged && edit.wasStale)
        #expect(try scene.text() == MapScene.text)
        #expect(try scene.answers() == answers)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("writes nothing where nothing changes")
    func nothing() throws {
        let scene = try MapScene()
        let folder = try Folder(scene.folder)
        let before = try ["transport", "transport.db"].map { try folder.stamp(of: $0) }
        let edit = try scene.transaction().apply(
            scene.plan([.divert("first.test", "smtp:mail.first.test")])
        )
        #expect(!edit.isChanged)
        #expect(try ["transport", "transport.db"].map { try folder.stamp(of: $0) } == before)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("says that the index lagged")
    func stale() throws {
        let scene = try MapScene()
        let future = Date(timeIntervalSinceNow: 60)
        try FileManager.default.setAttributes(
            [.modificationDate: future],
            ofItemAtPath: scene.path
        )
        #expect(try scene.transaction().apply(scene.plan([.divert()])).wasStale)
    }

    @Test("gives way to whoever changed the text after it was planned")
    func changed() throws {
        let scene = try MapScene()
        let plan = try scene.plan([.divert()])
        try scene.write(MapScene.text + "late.test smtp:x\n")
        let fault = #expect(throws: MapFault.self) { try scene.transaction().apply(plan) }
        #expect(fault?.code == .changedMeanwhile)
        #expect(try scene.text() == MapScene.text + "late.test smtp:x\n")
        #expect(try scene.names() == scene.expectedNames)
    }

    /// What happens while `postmap` works, before anything is put in use or after.
    enum Moment: String, CaseIterable {
        case build = "*mxprobe*"
        case lastLook = "*:/*/transport"
    }

    @Test(
        "gives way to whoever changes the text meanwhile",
        arguments: Moment.allCases,
        [
            "echo 'late.test smtp:x' >> $map",
            "echo 'late.test smtp:x' > $map.new; mv $map.new $map",
        ]
    )
    func changedMeanwhile(moment: Moment, edit: String) throws {
        let scene = try MapScene()
        let script = try scene.script(
            """
            map=\(scene.path)
            for last; do :; done
            case $last in \(moment.rawValue)) [ -e $0.done ] || { \(edit); : > $0.done; } ;; esac
            exec \(MapScene.postmap) "$@"
            """
        )
        var transaction = try scene.transaction()
        transaction.postmap = script
        let plan = try scene.plan([.divert()])
        if moment == .build {
            let fault = #expect(throws: MapFault.self) { try transaction.apply(plan) }
            #expect(fault?.code == .changedMeanwhile)
        } else {
            // It was done by then; whoever edits now sees the new text, and has to run postmap.
            try transaction.apply(plan)
        }
        #expect(try scene.text().contains("late.test smtp:x"))
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("takes the change back when Postfix would see something else in the end")
    func wrongInTheEnd() throws {
        let scene = try MapScene()
        let before = try scene.answers()
        let script = try scene.script(
            """
            for last; do :; done
            case $last in *mxprobe*) exec \(MapScene.postmap) "$@" ;; esac
            cat >/dev/null; exit 1
            """
        )
        var transaction = try scene.transaction()
        transaction.postmap = script
        let plan = try scene.plan([.divert()])
        let fault = #expect(throws: MapFault.self) { try transaction.apply(plan) }
        #expect(fault?.code == .wrongAnswer)
        #expect(
            fault?.description
                == "the table does not answer as planned: \(scene.path): it says nothing instead of "
                + "first.test\\x09smtp:mail.first.test:2525; "
                + "see what postmap -q says, and whether main.cf is the right one"
        )
        #expect(try scene.text() == MapScene.text)
        #expect(try scene.answers() == before)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("says so where another run is at work")
    func busy() throws {
        let scene = try MapScene()
        let journal = try Journal(of: "transport", in: Folder(scene.folder))
        let plan = try scene.plan([.divert()])
        for work in [
            { try scene.transaction().recover() as Any }, { try scene.transaction().apply(plan) },
        ] {
            let fault = #expect(throws: MapFault.self) { _ = try work() }
            #expect(fault?.code == .busy)
        }
        try journal.remove()
        #expect(try scene.text() == MapScene.text)
        try scene.transaction().apply(plan)
    }

    @Test(
        "waits for a program that writes the index, but not for ever",
        arguments: MapScene.indexedTypes
    )
    func locked(type: RewritableType) throws {
        let scene = try MapScene(type)
        let name = type == .cdb ? "transport.cdb.tmp" : "transport" + type.indexSuffixes[0]
        let index = try OpenFile(
            name,
            in: Folder(scene.folder),
            flags: O_RDWR | O_CREAT,
            mode: 0o644,
            denied: .system
        )
        #expect(flock(index.descriptor, LOCK_EX) == 0)
        var transaction = try scene.transaction()
        transaction.lockPatience = .milliseconds(1)
        let plan = try scene.plan([.divert()])
        let fault = #expect(throws: MapFault.self) { try transaction.apply(plan) }
        #expect(fault?.code == .indexLocked)
        #expect(try scene.text() == MapScene.text)
    }
}

extension MapTransactionTests {
    @Test("is made from a task as well, and one at a time")
    func tasks() async throws {
        let scene = try MapScene()
        let plan = try scene.plan([.divert()])
        let transaction = try scene.transaction()
        let results = await withTaskGroup(of: Result<AppliedEdit, MapFault>.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do throws(MapFault) {
                        return .success(try await transaction.apply(plan))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var made = 0
        for result in results {
            switch result {
            case .success: made += 1
            // The others came while it was at work, or after it.
            case .failure(let fault): #expect([.busy, .changedMeanwhile].contains(fault.code))
            }
        }
        #expect(made == 1)
        #expect(try await transaction.recover().outcome == .nothing)
        #expect(try Array(scene.text().utf8) == plan.bytes)
        #expect(try scene.names() == scene.expectedNames)
    }
}
