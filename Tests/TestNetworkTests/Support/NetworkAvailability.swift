import Glibc
import ProcessTestSupport
import Testing

extension Tag {
    /// Tests that need the test network: root, network namespaces and real servers.
    @Tag static var network: Self
}

/// Whether the test network can be had here.
enum NetworkAvailability {
    /// Whether what is missing fails a test, and skips none.
    static let isRequired = getenv("MXPROBE_REQUIRE_NETWORK").map { String(cString: $0) } == "1"

    /// Why the tests that need the network are skipped; `nil` when they run.
    ///
    /// With `MXPROBE_REQUIRE_NETWORK=1` they run in any case, so that what is missing fails them.
    static let obstacle: Comment? = {
        guard !isRequired, let reason = reason() else { return nil }
        let line = "SKIPPED: every test that needs the test network: \(reason)"
        fputs("\n*** \(line) ***\n\n", fdopen(dup(STDERR_FILENO), "w"))
        return Comment(rawValue: line)
    }()

    private static func reason() -> String? {
        // scripts/test has looked already.
        if getenv("MXPROBE_NETWORK_TESTS").map({ String(cString: $0) }) == "0" {
            return "scripts/test found that it cannot be had"
        }
        guard geteuid() == 0 else { return "not root" }
        guard succeeds("/usr/bin/unshare", ["--net", "--mount", "true"]) else {
            return "this machine does not let us make network namespaces"
        }
        let query = "dpkg-query -W $(\"$0\" packages) >/dev/null"
        guard succeeds("/bin/sh", ["-ec", query, BuiltProgram.packageRoot + "/scripts/testnet"])
        else { return "its programs are missing; scripts/setup --tests installs them" }
        return nil
    }

    private static func succeeds(_ program: String, _ arguments: [String]) -> Bool {
        (try? ProgramRun(program, arguments).transcript())?.status == 0
    }
}

/// Brings the network up before the first of a suite's tests, starts all runs, and takes the network down at the end.
struct NetworkTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let guardian = try TestNetwork.shared.up()
        do {
            try await function()
        } catch {
            try guardian.end()
            throw error
        }
        try guardian.end()
    }
}

/// All tests that need the network; one after the other, since they share it.
@Suite(
    .tags(.network),
    .enabled(if: NetworkAvailability.obstacle == nil, NetworkAvailability.obstacle),
    .serialized,
    NetworkTrait()
)
enum OnTheTestNetwork {}
