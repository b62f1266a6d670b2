import PostfixModel
import PostfixTestSupport
import Testing

@Suite("services of master.cf")
struct MasterServiceTests {
    static let text = """
        smtp       inet  n       -       y       -       -       smtpd
        smtp       unix  -       -       y       -       -       smtp
        relay      unix  -       -       n       -       20      smtp -o syslog_name=postfix/$service_name -o smtp_fallback_relay=
        tls        unix  -       -       y       -       -       smtp -osmtp_tls_wrappermode=yes
            -o { smtp_tls_security_level = encrypt }
        flush      unix  n       -       y       1000?   0       flush
        public     unix  n       n       y       -       -       smtp
        retry      unix  -       -       y       -       -       error
        lmtp       unix  -       -       y       -       -       lmtp
        maildrop   unix  -       n       n       -       -       pipe flags=DRXhu user=vmail argv=/usr/bin/maildrop -o x=y
        own        unix  -       -       n       -       -       /usr/lib/postfix/sbin/smtp -v -o a=1 -o a=2
        short      unix  -       -       y       -       -

        """

    static let services = Dictionary(
        MasterService.list(text).filter { $0.type == "unix" }.map { ($0.name, $0) }
    ) { first, _ in first }

    @Test("are read line by line, continued where a line is indented")
    func list() {
        let names = MasterService.list(Self.text).map(\.name)
        #expect(
            names == [
                "smtp", "smtp", "relay", "tls", "flush", "public", "retry", "lmtp", "maildrop",
                "own",
            ]
        )
    }

    @Test(
        "options set parameters for one service",
        arguments: [
            ("smtp", [:]),
            (
                "relay", ["syslog_name": "postfix/$service_name", "smtp_fallback_relay": ""]
            ),
            ("tls", ["smtp_tls_wrappermode": "yes", "smtp_tls_security_level": "encrypt"]),
            // What follows the first argument without a hyphen is the program's own.
            ("maildrop", [:]),
            ("own", ["a": "2"]),
        ]
    )
    func overrides(name: String, expected: [String: String]) throws {
        #expect(try #require(Self.services[name]).overrides == expected)
    }

    @Test(
        "commands say what becomes of mail",
        arguments: [
            ("smtp", .smtp), ("own", .smtp), ("lmtp", .lmtp), ("retry", .error),
            ("maildrop", .other("pipe")),
        ] as [(String, MasterService.Client)]
    )
    func clients(name: String, client: MasterService.Client) throws {
        #expect(try #require(Self.services[name]).client == client)
    }

    @Test("fields are kept, with nothing for a default")
    func fields() throws {
        let relay = try #require(Self.services["relay"])
        #expect(relay.isChrooted == false)
        #expect(relay.processLimit == 20)
        #expect(relay.isPrivate == nil)
        let flush = try #require(Self.services["flush"])
        #expect(flush.isChrooted == true)
        #expect(flush.processLimit == 0)
    }

    @Test("the queue manager finds private local sockets only")
    func transports() throws {
        #expect(try #require(Self.services["relay"]).isTransport)
        #expect(try !#require(Self.services["public"]).isTransport)
        let listening = try #require(MasterService.list(Self.text).first)
        #expect(!listening.isTransport)
    }

    @Test(
        "Postfix's own listing is read",
        .enabled(if: PostfixTools.isInstalled, "SKIPPED: Postfix is not installed")
    )
    func listing() throws {
        let report = try PostfixTools.run(PostfixTools.postconf, ["-M"])
        let text = String(decoding: report.output, as: UTF8.self)
        let services = MasterService.list(text)
        #expect(services.count == text.split(separator: "\n").count)
    }
}
