import MXResolution
import ProbeModel
import Testing

@Suite("resolv.conf")
struct ResolvConfTests {
    @Test(
        "names the servers that the C library would use",
        arguments: [
            ("nameserver 192.0.2.1\n", ["192.0.2.1@53"]),
            ("nameserver\t192.0.2.1", ["192.0.2.1@53"]),
            (
                "nameserver 192.0.2.1 # office\r\nnameserver 2001:db8::1;x\n",
                ["192.0.2.1@53", "2001:db8::1@53"]
            ),
            // A link-local server with its interface.
            ("nameserver fe80::1%eth0\n", ["fe80::1%eth0@53"]),
            // At most three.
            (
                (1...5).map { "nameserver 192.0.2.\($0)\n" }.joined(),
                ["192.0.2.1@53", "192.0.2.2@53", "192.0.2.3@53"]
            ),
            // Other lines, and lines that only look like it.
            (
                "# nameserver 192.0.2.9\n;nameserver 192.0.2.9\n nameserver 192.0.2.9\n"
                    + "nameservers 192.0.2.9\nnameserver192.0.2.9\nsearch a.test\noptions edns0\n"
                    + "nameserver 192.0.2.1\n", ["192.0.2.1@53"]
            ),
            // What is no address is passed over.
            ("nameserver ns.test\nnameserver 192.0.2\nnameserver 192.0.2.1\n", ["192.0.2.1@53"]),
            // None: this machine.
            ("", ["127.0.0.1@53"]),
            ("nameserver \n", ["127.0.0.1@53"]),
            ("\0\0\0", ["127.0.0.1@53"]),
        ]
    )
    func servers(text: String, expected: [String]) {
        #expect(ResolvConf.servers(in: Array(text.utf8)).map(\.description) == expected)
    }

    @Test("counts as empty when it is missing, a directory or endless")
    func unreadable() {
        for path in ["/nonexistent", "/", "/dev/zero"] {
            #expect(ResolvConf.read(path: path) == [ResolvConf.fallback])
        }
    }

    @Test("is what a resolver asks unless it is told otherwise")
    func used() {
        let file = TemporaryFile("nameserver 192.0.2.7\n")
        var settings = ResolverSettings()
        settings.validatesDNSSEC = false
        settings.resolvConfPath = file.path
        #expect(UnboundResolver(settings).servers.map(\.description) == ["192.0.2.7@53"])
        settings.resolvers = [ResolverAddress(IPAddress(ipv4: 0x7f00_0002), port: 5_353)]
        #expect(UnboundResolver(settings).servers.map(\.description) == ["127.0.0.2@5353"])
        settings.resolvers = Array(repeating: settings.resolvers[0], count: 20)
        #expect(UnboundResolver(settings).servers.count == ResolverSettings.maximumResolvers)
        withExtendedLifetime(file) {}
    }
}
