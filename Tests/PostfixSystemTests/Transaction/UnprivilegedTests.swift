import Foundation
import ProcessTestSupport
import Testing
import TransportMap

@testable import PostfixSystem

/// Files and folders that a user without privileges may not change; the change is made by a program that
/// gives root's away first.
@Suite(
    "a change without the right to make it",
    .enabled(
        if: MapScene.hasPostfix && geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0,
        "SKIPPED: not root, or no setpriv, or no Postfix"
    )
)
struct UnprivilegedTests {
    /// What is done to a table of user 65534, the code of the fault, and the file it names.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: String
        let path: String
        let prepare: @Sendable (MapScene) -> Void
    }

    static let cases = [
        Case(testDescription: "unreadable text", code: "unreadable", path: "/transport") {
            chmod($0.path, 0)
        },
        Case(testDescription: "read-only text", code: "not-writable", path: "/transport") {
            chmod($0.path, 0o444)
        },
        Case(testDescription: "read-only index", code: "index-not-writable", path: "/transport.db")
        {
            chmod($0.path + ".db", 0o444)
        },
        Case(
            testDescription: "read-only folder",
            code: "not-writable",
            path: "/.transport.mxprobe-transaction"
        ) {
            chmod($0.folder, 0o555)
        },
        Case(testDescription: "folder that may not be entered", code: "unreadable", path: "") {
            chmod($0.folder, 0)
        },
        Case(testDescription: "another's text", code: "metadata", path: "") {
            chown($0.path, 65_533, 65_534)
            chmod($0.path, 0o664)
        },
    ]

    func run(_ scene: MapScene) throws -> Transcript {
        let program = scene.program("apply", ["divert=first.test,smtp:x:2525"])
        return try ProgramRun(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", program.program]
                + program.arguments
        ).transcript()
    }

    func given() throws -> MapScene {
        let scene = try MapScene()
        for path in [scene.folder, scene.path, scene.path + ".db"] { chown(path, 65_534, 65_534) }
        return scene
    }

    @Test("is refused", arguments: cases)
    func refused(row: Case) throws {
        let scene = try given()
        row.prepare(scene)
        let transcript = try run(scene)
        #expect(transcript.status == 1, "\(transcript.errors)")
        #expect(transcript.errors.hasPrefix(row.code + ": "), "\(transcript.errors)")
        #expect(transcript.errors.contains(scene.folder + row.path))
        #expect(transcript.errors.filter { $0 == "\n" }.count == 1)
        #expect(try scene.text() == MapScene.text)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("is made where the user has it")
    func made() throws {
        let scene = try given()
        let transcript = try run(scene)
        #expect(transcript.output == "nothing changed\n", "\(transcript.errors)")
        #expect(try scene.answers() == MapScene.answers(of: scene.text(), .hash))
        #expect(try scene.names() == scene.expectedNames)
    }
}
