import ProcessTestSupport
import Testing

/// Names that are none get one line that says why, and what was probably meant.
@Suite struct NameTests {
    private static let long = String(repeating: "a", count: 64)
    private static let whole = String(String(repeating: "abcdefg.", count: 32).prefix(254))
    private static let allowed = "only letters, digits, hyphens, underscores and dots are allowed"

    static let rows: [CommandRow] = [
        .name("empty", "", error: "'' is not a domain name: it is empty"),
        .name("only a dot", ".", error: "'.' is not a domain name: it is empty"),
        .name(
            "empty label",
            "a..test",
            error: "'a..test' is not a domain name: the name has an empty label (two dots in a row)"
        ),
        .name(
            "label of 64 bytes",
            "\(long).test",
            error: "'\(long)...' is not a domain name: a label is longer than 63 bytes"
        ),
        .name(
            "254 bytes",
            whole,
            error:
                "'\(whole.prefix(64))...' is not a domain name: the name is longer than 253 bytes"
        ),
        .name(
            "space within",
            "domain 1.test",
            error: "'domain 1.test' is not a domain name: it contains a space"
        ),
        .name(
            "spaces around",
            " domain1.test ",
            error: "' domain1.test ' is not a domain name: it contains a space",
            hint: "did you mean domain domain1.test?"
        ),
        .name(
            "shell: semicolon",
            "domain1.test;reboot",
            error: "'domain1.test;reboot' is not a domain name: it contains ';'",
            hint: allowed
        ),
        .name(
            "shell: substitution",
            "$(reboot).test",
            error: "'$(reboot).test' is not a domain name: it contains '$'",
            hint: allowed
        ),
        .name(
            "shell: backquotes",
            "`reboot`",
            error: "'`reboot`' is not a domain name: it contains '`'",
            hint: allowed
        ),
        .name(
            "shell: pipe",
            "a|b.test",
            error: "'a|b.test' is not a domain name: it contains '|'",
            hint: allowed
        ),
        .name(
            "IPv4 address",
            "198.51.100.1",
            error: "'198.51.100.1' is an address, not a domain name",
            hint: "give the domain, or a mail host by its name with --host"
        ),
        .name(
            "IPv4 literal",
            "[198.51.100.1]",
            error: "'[198.51.100.1]' is an address, not a domain name",
            hint: "give the domain, or a mail host by its name with --host"
        ),
        .name(
            "IPv6 address",
            "2001:db8::1",
            error: "'2001:db8::1' is an address, not a domain name",
            hint: "give the domain, or a mail host by its name with --host"
        ),
        .name(
            "IPv6 literal",
            "[IPv6:2001:db8::1]",
            error: "'[IPv6:2001:db8::1]' is an address, not a domain name",
            hint: "give the domain, or a mail host by its name with --host"
        ),
        .name(
            "URL",
            "https://domain1.test/path",
            error: "'https://domain1.test/path' is a URL, not a domain name",
            hint: "did you mean domain domain1.test?"
        ),
        .name(
            "e-mail address",
            "me@domain1.test",
            error: "'me@domain1.test' is an e-mail address, not a domain name",
            hint: "did you mean domain domain1.test?"
        ),
        .name(
            "name with port",
            "domain1.test:25",
            error: "'domain1.test:25' is not a domain name: it has a port",
            hint: "did you mean domain domain1.test? ports are chosen with --ports"
        ),
        .name(
            "pattern",
            "*.domain1.test",
            error: "'*.domain1.test' is a pattern, not a domain name",
            hint: "did you mean domain domain1.test?"
        ),
        // A terminal must not act on what it is shown.
        .name(
            "escape sequence",
            "evil\u{1b}[31m.test",
            error:
                "'evil\\x1b[31m.test' is not a domain name: it contains the control character \\x1b"
        ),
        .name(
            "line break",
            "a\nb.test",
            error: "'a\\x0ab.test' is not a domain name: it contains the control character \\x0a"
        ),
        .name(
            "hyphen first",
            "-a.test",
            error: "'-a.test' is not a domain name: a label begins or ends with a hyphen"
        ),
        .name(
            "number last",
            "1.2.3",
            error: "'1.2.3' is not a domain name: the last label is a number"
        ),
        CommandRow(
            "no name",
            ["diagnose"],
            64,
            errors:
                "mxprobe: error: no domain is named\nmxprobe: hint: for example: mxprobe diagnose example.com\n"
        ),
        CommandRow(
            "two bad names among good ones",
            ["diagnose", "a.test", "b@c.test", "d/e"],
            64,
            errors: """
                mxprobe: error: 'b@c.test' is an e-mail address, not a domain name
                mxprobe: error: 'd/e' is not a domain name: it contains '/'
                mxprobe: hint: did you mean domain c.test?

                """
        ),
    ]

    @Test(arguments: rows) func refused(_ row: CommandRow) throws {
        try CommandLineProgram.check(row)
    }

    /// What is a name all the same is asked for, once.
    @Test(arguments: [
        (["domain1.test."], "domain1.test"), (["DOMAIN1.test"], "domain1.test"),
        (["a.test", "A.TEST", "a.test."], "a.test"), (["_dmarc.a.test"], "_dmarc.a.test"),
    ])
    func taken(_ row: (names: [String], domain: String)) throws {
        let arguments = ["diagnose"] + CommandLineProgram.closedResolver + row.names
        let transcript = try CommandLineProgram.run(arguments)
        #expect(transcript.output == CommandLineProgram.noAnswer(row.domain))
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 3)
    }

    /// Of very many mistakes, the first are told.
    @Test func manyMistakes() throws {
        let names = (1...30).map { "name \($0)" }
        let transcript = try CommandLineProgram.run(["diagnose"] + names)
        let lines = transcript.errors.split(separator: "\n")
        #expect(lines.count == 21)
        #expect(lines.last == "mxprobe: error: 10 further names are no domain names")
        #expect(transcript.status == 64)
    }
}
