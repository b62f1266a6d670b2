import Glibc
import ProcessTestSupport
import Testing

@Suite(
    "transport commands",
    .enabled(if: access("/usr/sbin/postconf", X_OK) == 0, "needs Postfix")
)
struct TransportCommandTests {
    private func postfix(_ settings: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("master.cf", "smtp unix - - y - - smtp\nrelay unix - - y - - smtp\n")
        try folder.write("main.cf", "compatibility_level = 3.6\nmyhostname = mx.test\n" + settings)
        return folder
    }

    @Test(
        "lookup takes addresses and domains, and nothing else",
        arguments: [
            ("@", false), ("@a.test", false), ("a@", false), ("a@b@c.test", false), ("", false),
            ("a@b .test", false), ("a@a.test", true), ("\"a@b\"@a.test", true), ("a.test", true),
            ("<>", true), ("a@[192.0.2.1]", true),
        ]
    )
    func lookup(subject: String, isUsable: Bool) throws {
        let folder = try postfix("")
        let transcript = try CommandLineProgram.run(
            ["transport", "lookup", "-C", folder.path, "--", subject]
        )
        #expect(transcript.status == (isUsable ? 0 : 64))
        #expect(transcript.output.isEmpty == !isUsable)
        #expect(transcript.errors.isEmpty == isUsable)
    }

    @Test(
        "options that have no effect are not taken",
        arguments: [
            ("plan", "--no-postfix"), ("apply", "--no-postfix"), ("audit", "--no-postfix"),
            ("audit", "--no-trace"), ("audit", "--all-ports"), ("revert", "--relay"),
            ("revert", "--accept-check"), ("revert", "--timeout"),
        ]
    )
    func options(command: String, option: String) throws {
        let help = try CommandLineProgram.run(["help", "transport", command])
        #expect(help.status == 0)
        #expect(!help.output.contains(option + " ") && !help.output.contains(option + "\n"))
        let transcript = try CommandLineProgram.run(["transport", command, option])
        #expect(transcript.status == 64)
    }

    @Test("a list of relay domains that cannot be read is not taken for an empty one")
    func unreadableRelayDomains() throws {
        let folder = try postfix("")
        try folder.write(
            "main.cf",
            "myhostname = mx.test\nrelay_domains = hash:\(folder.path)/relay\n"
        )
        let transcript = try CommandLineProgram.run(
            ["transport", "plan", "-C", folder.path] + CommandLineProgram.closedResolver
        )
        #expect(transcript.status == 74)
        #expect(
            transcript.errors == """
                mxprobe: error: relay_domains could not be read: hash:\(folder.path)/relay does not exist
                mxprobe: hint: run as a user that may read it, or name the domains that are meant

                """
        )
    }
}
