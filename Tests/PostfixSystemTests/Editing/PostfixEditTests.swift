import Glibc
import PostfixModel
import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite("Lists of tables in main.cf")
struct TableListTests {
    @Test(
        "get a table as their first item, once",
        arguments: [
            ("", "new:/x"), ("hash:/a", "new:/x, hash:/a"),
            ("$virtual_maps hash:/a,hash:/b", "new:/x, $virtual_maps, hash:/a, hash:/b"),
            ("hash:/a, new:/x", "new:/x, hash:/a"), ("new:/x hash:/a", "new:/x hash:/a"),
            ("inline:{a = b, c = d}, hash:/a", "new:/x, inline:{a = b, c = d}, hash:/a"),
        ]
    )
    func putting(old: String, new: String) {
        #expect(TableList.putting("new:/x", firstIn: old) == new)
        // Once more changes nothing.
        #expect(TableList.putting("new:/x", firstIn: new) == new)
    }

    @Test(
        "lose a table",
        arguments: [
            ("new:/x, hash:/a", "hash:/a"), ("new:/x", ""), ("hash:/a,hash:/b", "hash:/a,hash:/b"),
        ]
    )
    func removing(old: String, new: String) {
        #expect(TableList.removing("new:/x", from: old) == new)
    }
}

@Suite(
    "Editing main.cf",
    .enabled(if: PostfixScene.isInstalled, "SKIPPED: Postfix is not installed")
)
struct PostfixEditTests {
    private let overlay = TableSpecification("texthash:/etc/postfix/mxprobe_transport")

    /// A Postfix whose `postfix` is the test's own, and all else the machine's.
    private func installation(
        _ scene: PostfixScene,
        postfix: String
    ) async throws
        -> PostfixInstallation
    {
        try scene.script("postfix", "echo \"$*\" >>\(scene.path("commands")); \(postfix)")
        symlink("/usr/sbin/postconf", scene.path("postconf"))
        let real = try await scene.installation()
        return PostfixInstallation(
            commandDirectory: scene.folder.path,
            configurationDirectory: real.configurationDirectory,
            isNamedDirectory: true,
            parameters: real.parameters,
            services: real.services,
            mapTypes: real.mapTypes,
            instance: real.instance,
            warnings: []
        )
    }

    private func mainFile(_ scene: PostfixScene) throws -> String {
        let program = PostfixProgram("/bin/cat", [scene.path("main.cf")])
        return String(decoding: try ProgramRunner.run(program).output, as: UTF8.self)
    }

    @Test("puts a table first, keeps what is not expanded, reloads, and takes it back")
    func roundTrip() async throws {
        let scene = try PostfixScene(
            "# kept\nmymaps = hash:/a\ntransport_maps = $mymaps,\n  hash:/b\n"
        )
        let editor = PostfixEdit(try await installation(scene, postfix: ""), isSuperuser: true)
        let plan = try await editor.putFirst(overlay)
        #expect(plan.oldValue == "$mymaps, hash:/b")
        #expect(plan.newValue == "\(overlay), $mymaps, hash:/b")
        let folder = scene.folder.path
        #expect(
            plan.commands.map(\.description) == [
                "\(folder)/postconf -c \(folder) -e 'transport_maps=\(overlay), $mymaps, hash:/b'",
                "\(folder)/postfix -c \(folder) reload",
            ]
        )
        // A plan writes nothing.
        #expect(try !mainFile(scene).contains("mxprobe"))
        #expect(try await editor.apply(plan) == .reloaded)
        let text = try mainFile(scene)
        #expect(text.contains("# kept\n"))
        #expect(text.contains("\ntransport_maps = \(overlay), $mymaps, hash:/b\n"))
        #expect(try await editor.putFirst(overlay).isDone)
        #expect(try await editor.apply(editor.putFirst(overlay)) == nil)
        #expect(try await editor.apply(editor.remove(overlay)) == .reloaded)
        #expect(try mainFile(scene).contains("\ntransport_maps = $mymaps, hash:/b\n"))
    }

    @Test("is refused when somebody else was there meanwhile")
    func changedMeanwhile() async throws {
        let scene = try PostfixScene("transport_maps = hash:/a\n")
        let editor = PostfixEdit(try await installation(scene, postfix: ""), isSuperuser: true)
        let plan = try await editor.putFirst(overlay)
        try scene.folder.write("main.cf", "compatibility_level = 3.6\ntransport_maps = hash:/b\n")
        let error = await #expect(throws: PostfixError.self) { try await editor.apply(plan) }
        #expect(error?.code == .changedMeanwhile)
        #expect(try !mainFile(scene).contains("mxprobe"))
    }

    /// What `postfix reload` and `postfix status` do, and what that means.
    @Test("tells a Postfix that does not run from one that does not reload")
    func reload() async throws {
        let scene = try PostfixScene()
        let stopped = PostfixEdit(
            try await installation(scene, postfix: "exit 1"),
            isSuperuser: true
        )
        #expect(try await stopped.reload() == .notRunning)
        let stubborn = PostfixEdit(
            try await installation(scene, postfix: "[ \"$3\" = status ] || exit 1"),
            isSuperuser: true
        )
        let error = await #expect(throws: PostfixError.self) { try await stubborn.reload() }
        #expect(error?.message == "postfix failed: exit status 1")
        let broken = PostfixEdit(
            try await installation(scene, postfix: "echo 'postfix: fatal: no' >&2; exit 1"),
            isSuperuser: true
        )
        let failed = await #expect(throws: PostfixError.self) { try await broken.reload() }
        #expect(failed?.message == "postfix failed: no")
    }

    @Test("does not take Postfix's silence towards other users for one that does not run")
    func user() async throws {
        let scene = try PostfixScene()
        let editor = PostfixEdit(try await installation(scene, postfix: ""), isSuperuser: false)
        let error = await #expect(throws: PostfixError.self) { try await editor.reload() }
        #expect(error?.code == .notPermitted)
        let folder = scene.folder.path
        #expect(error?.message == "only root may run: \(folder)/postfix -c \(folder) reload")
    }
}
