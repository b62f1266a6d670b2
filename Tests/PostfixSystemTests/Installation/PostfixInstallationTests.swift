import Glibc
import PostfixModel
import ProbeModel
import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite(
    "A Postfix on this machine",
    .enabled(if: PostfixScene.isInstalled, "SKIPPED: Postfix is not installed")
)
struct PostfixInstallationTests {
    @Test("is read: parameters, services, types of table, version")
    func reading() async throws {
        let scene = try PostfixScene(
            """
            relay_domains = $mydomain,
              b.test
            mydomain = a.test
            relayhost =
            """
        )
        let postfix = try await scene.installation()
        #expect(postfix.parameters["relay_domains"] == "a.test, b.test")
        #expect(postfix.parameters["relayhost"] == "")
        #expect(postfix.parameters["no_such_parameter"] == nil)
        #expect(postfix.configurationDirectory == scene.folder.path)
        #expect(postfix.commandDirectory == "/usr/sbin")
        #expect(postfix.services?.map(\.name) == ["smtp", "relay"])
        #expect(postfix.mapTypes?.contains("texthash") == true)
        #expect(try #require(postfix.version) >= PostfixVersion(major: 3, minor: 0))
        #expect(postfix.instance == PostfixInstance(name: "", group: "", others: []))
        #expect(postfix.warnings == [])
    }

    @Test("tells which of several instances it is")
    func instance() async throws {
        let scene = try PostfixScene(
            """
            multi_instance_name = postfix-out
            multi_instance_group = mta
            multi_instance_directories = /etc/postfix-in, /etc/postfix-out
            """
        )
        let instance = try await scene.installation().instance
        #expect(instance.name == "postfix-out")
        #expect(instance.group == "mta")
        #expect(instance.others == ["/etc/postfix-in", "/etc/postfix-out"])
        #expect("\(instance)" == "instance postfix-out")
    }

    @Test("keeps what postconf warns about, once, but for parameters that it does not know yet")
    func warnings() async throws {
        let scene = try PostfixScene("relayhst = a.test\n")
        let warnings = try await scene.installation().warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("unused parameter: relayhst=a.test") == true)
    }

    @Test("does without master.cf, with a warning")
    func noServices() async throws {
        let scene = try PostfixScene()
        unlink(scene.path("master.cf"))
        let postfix = try await scene.installation()
        #expect(postfix.services == nil)
        #expect(postfix.warnings.first?.contains("master.cf: No such file") == true)
    }

    @Test("is looked for in a few places only")
    func notInstalled() async {
        await expect(.notInstalled, "there is no Postfix here: no postconf in /nowhere, /tmp") {
            try await PostfixInstallation.find(directories: ["/nowhere", "/tmp"])
        }
    }

    @Test("needs a configuration directory with a main.cf")
    func directories() async throws {
        let scene = try PostfixScene()
        let folder = scene.folder.path
        let missing = "\(folder)/none"
        await expect(
            .notConfigured,
            "the Postfix configuration directory \(missing) does not exist"
        ) {
            try await PostfixInstallation.find(configurationDirectory: missing)
        }
        let file = scene.path("main.cf")
        await expect(.notConfigured, "\(file) is not a directory with a main.cf") {
            try await PostfixInstallation.find(configurationDirectory: file)
        }
        unlink(file)
        await expect(.notConfigured, "\(file) does not exist") {
            try await PostfixInstallation.find(configurationDirectory: folder)
        }
        // postconf would wait for a writer for ever.
        mkfifo(file, 0o600)
        await expect(.notConfigured, "\(file) is not a regular file") {
            try await PostfixInstallation.find(configurationDirectory: folder)
        }
    }

    /// Each is what a `postconf` of the test's own does.
    @Test(
        "tells in one line what postconf does not do",
        arguments: [
            (
                "echo 'postconf: fatal: open /x/main.cf: Permission denied' >&2; exit 1",
                PostfixError.Code.notPermitted,
                "postconf failed: open /x/main.cf: Permission denied"
            ),
            ("exit 3", .programFailed, "postconf failed: exit status 3"),
            ("kill -SEGV $$", .programFailed, "postconf died of signal 11"),
            (
                "echo 'postconf: warning: a' >&2; printf 'postconf: fatal: \\033[2Jb\\n' >&2; exit 1",
                .programFailed, "postconf failed: \\x1b[2Jb"
            ),
            ("sleep 1000", .programHangs, "postconf did not end within 0 s and was stopped"),
            ("yes", .programFailed, "postconf printed too much and was stopped"),
        ]
    )
    func faults(script: String, code: PostfixError.Code, message: String) throws {
        let scene = try PostfixScene()
        var reader = PostconfReader(
            postconf: try scene.script("postconf", script),
            configurationDirectory: nil
        )
        // Only one of them is to run out of time.
        reader.patience = code == .programHangs ? .milliseconds(200) : .seconds(600)
        let error = #expect(throws: PostfixError.self) {
            try reader.installation(unless: ProgramCancellation())
        }
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    private func expect(
        _ code: PostfixError.Code,
        _ message: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> PostfixInstallation
    ) async {
        let error = await #expect(throws: PostfixError.self, sourceLocation: sourceLocation) {
            _ = try await body()
        }
        #expect(error?.code == code, sourceLocation: sourceLocation)
        #expect(error?.message == message, sourceLocation: sourceLocation)
    }
}
