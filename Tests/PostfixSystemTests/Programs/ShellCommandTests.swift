import Testing

@testable import PostfixSystem

@Suite("Command lines")
struct ShellCommandTests {
    @Test(
        "are quoted so that a shell gives back the very words",
        arguments: [
            "plain", "a=b,c:d/e.f@g%h+i-j_k", "", "a b", "$(id)`id`", "it's", "\"", "\\",
            "*?[a]~!#&|;<>",
            "hash:/etc/postfix/transport, texthash:/x y", "tab\there", "line\nbreak", "\u{1b}[2J9",
            "é", "\u{202e}a", "'\\\n'",
        ]
    )
    func quoting(word: String) throws {
        let line = ShellCommand(PostfixProgram("/usr/bin/printf", ["%s.", word, word])).description
        #expect(line.unicodeScalars.allSatisfy { (0x20..<0x7f).contains($0.value) })
        let result = try ProgramRunner.run(PostfixProgram("/bin/bash", ["-c", line]))
        #expect(result.output == Array("\(word).\(word).".utf8))
    }

    @Test("stay readable where nothing has to be quoted")
    func plain() {
        let program = PostfixProgram(
            "/usr/sbin/postconf",
            ["-e", "transport_maps=hash:/a, hash:/b"]
        )
        #expect(
            ShellCommand(program).description
                == "/usr/sbin/postconf -e 'transport_maps=hash:/a, hash:/b'"
        )
    }
}
