import Glibc
import ProcessTestSupport
import Testing

@Suite(
    "audit of this machine's Postfix",
    .enabled(if: access("/usr/sbin/postconf", X_OK) == 0, "needs Postfix")
)
struct TransportAuditTests {
    @Test("an audit ends when its time is up, and says what it did not look at")
    func deadline() throws {
        let resolver = try SilentResolver()
        let folder = try TemporaryFolder()
        try folder.write("master.cf", "smtp unix - - y - - smtp\nrelay unix - - y - - smtp\n")
        try folder.write("transport", "a.test relay:[mail.a.test]\n")
        try folder.write(
            "main.cf",
            """
            compatibility_level = 3.6
            myhostname = mx.test
            relay_domains = a.test
            transport_maps = texthash:\(folder.path)/transport

            """
        )
        let transcript = try CommandLineProgram.run([
            "transport", "audit", "-C", folder.path, "--format", "json", "--timeout", "0.2",
            "--resolver", "127.0.0.1@\(resolver.port)",
        ])
        #expect(transcript.output.contains("\"audit.incomplete\""))
        #expect(transcript.output.contains("before 2 entries, domains and nexthops were looked at"))
    }
}
