import PostfixModel
import ProbeModel
import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite("Flushing a domain's mail")
struct QueueFlushTests {
    private let domain: DomainName
    private let scene: PostfixScene

    init() throws {
        domain = try #require(DomainName("a.test"))
        scene = try PostfixScene()
    }

    /// Flushes with a `postqueue` of the test's own, which notes each command.
    private func flush(
        site: String,
        list: String = "",
        message: String = ""
    ) async throws
        -> (outcome: QueueFlush.Outcome, commands: [String])
    {
        try scene.script(
            "postqueue",
            """
            echo "$*" >>\(scene.path("commands"))
            case $3 in
            -s) \(site.isEmpty ? ":" : site) ;;
            -j) \(list.isEmpty ? ":" : list) ;;
            -i) \(message.isEmpty ? ":" : message) ;;
            *) exit 1 ;;
            esac
            """
        )
        let installation = PostfixInstallation(
            commandDirectory: scene.folder.path,
            configurationDirectory: "/conf",
            isNamedDirectory: true,
            parameters: MainParameters([:]),
            services: nil,
            mapTypes: nil,
            instance: PostfixInstance(name: "", group: "", others: []),
            warnings: []
        )
        let outcome = await QueueFlush(installation).flush(domain)
        let commands = try ProgramRunner.run(
            PostfixProgram("/bin/cat", [scene.path("commands")])
        ).output
        let lines = String(decoding: commands, as: UTF8.self).split(separator: "\n")
        return (outcome, lines.map(String.init))
    }

    private static let notConfigured =
        "echo 'postqueue: fatal: Flush service is not configured for destination \"a.test\"' >&2; exit 69"

    private func message(_ id: String, _ address: String, queue: String = "deferred") -> String {
        "echo '{\"queue_name\": \"\(queue)\", \"queue_id\": \"\(id)\", \"recipients\": "
            + "[{\"address\": \"\(address)\"}]}'; "
    }

    @Test("is left to the fast flush service where that knows the domain")
    func site() async throws {
        let (outcome, commands) = try await flush(site: "")
        #expect(outcome == .site)
        #expect(commands == ["-c /conf -s a.test"])
    }

    @Test("names each waiting message of the domain, and no other, where it does not")
    func messages() async throws {
        let (outcome, commands) = try await flush(
            site: Self.notConfigured,
            list: message("A1", "x@a.test") + message("B2", "x@b.test") + message("C3", "y@A.test")
                + message("D4", "x@a.test", queue: "hold") + message("-f", "x@a.test") + "true"
        )
        #expect(outcome == .messages(2, isComplete: true))
        #expect(
            commands == [
                "-c /conf -s a.test", "-c /conf -j", "-c /conf -i A1", "-c /conf -i C3",
            ]
        )
    }

    @Test("does nothing where nothing waits")
    func nothing() async throws {
        let (outcome, commands) = try await flush(
            site: Self.notConfigured,
            list: message("B2", "x@b.test") + "true"
        )
        #expect(outcome == .nothingWaits)
        #expect(commands.count == 2)
    }

    @Test("tells why it could not be had, and tries nothing else then")
    func failures() async throws {
        let down =
            "echo 'postqueue: fatal: Cannot flush mail queue - mail system is down' >&2; exit 69"
        let (outcome, commands) = try await flush(site: down)
        let message = "postqueue failed: Cannot flush mail queue - mail system is down"
        #expect(outcome == .failed(PostfixError(.mailSystemDown, message)))
        #expect(commands.count == 1)
    }

    @Test("stops at the first message that cannot be flushed")
    func partly() async throws {
        let (outcome, commands) = try await flush(
            site: Self.notConfigured,
            list: message("A1", "x@a.test") + message("A2", "x@a.test") + message("A3", "x@a.test")
                + "true",
            message: "[ $4 != A2 ] || exit 1"
        )
        #expect(outcome == .messages(1, isComplete: false))
        #expect(commands.count == 4)
    }

    @Test("has a limit to the messages that are named")
    func limit() async throws {
        let list =
            "i=0; while [ $i -le \(QueueFlush.mostMessages) ]; do echo '{\"queue_id\": \"Q'$i'\", "
            + "\"recipients\": [{\"address\": \"x@a.test\"}]}'; i=$((i+1)); done"
        let (outcome, _) = try await flush(site: Self.notConfigured, list: list)
        #expect(outcome == .messages(QueueFlush.mostMessages, isComplete: false))
    }
}
