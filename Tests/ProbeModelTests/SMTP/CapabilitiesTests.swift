import ProbeModel
import Testing

@Suite("Capabilities")
struct CapabilitiesTests {
    @Test("are the lines after the first, which names the server")
    func reply() throws {
        let reply = try Reply.parsing(
            "250-mx.example at your service\r\n250-SIZE 1000\r\n250-8bitmime\r\n250 STARTTLS\r\n"
        )
        let capabilities = Capabilities(ehloReply: reply)
        #expect(capabilities.serverName == "mx.example")
        #expect(capabilities.list.map(\.keyword) == ["SIZE", "8BITMIME", "STARTTLS"])
        #expect(capabilities.list.first?.parameters == ["1000"])
        #expect(capabilities.offers("StartTLS"))
        #expect(!capabilities.offers("START"))
    }

    @Test("are none in a reply of one line, even if that reads like one")
    func singleLine() throws {
        let capabilities = try Capabilities(ehloReply: Reply.parsing("250 STARTTLS\r\n"))
        #expect(capabilities.list.isEmpty)
        #expect(capabilities.serverName == "STARTTLS")
    }

    @Test("leave out the empty final line of smtp-sink, and have no name where none is given")
    func emptyLines() throws {
        let reply = try Reply.parsing("250-\r\n250-PIPELINING\r\n250-\r\n250 \r\n")
        let capabilities = Capabilities(ehloReply: reply)
        #expect(capabilities.list == [Capability(keyword: "PIPELINING")])
        #expect(capabilities.serverName == nil)
    }

    @Test("are bounded in number")
    func bounds() throws {
        let lines = String(repeating: "250-\(String(repeating: "X ", count: 1000))\r\n", count: 30)
        let many = try Reply.parsing(lines + "250 X\r\n")
        #expect(
            Capabilities(ehloReply: many).list.allSatisfy {
                $0.parameters.count <= Capability.maximumParameters
            }
        )
        let long = try Reply.parsing(String(repeating: "250-X\r\n", count: 200) + "250 X\r\n")
        #expect(Capabilities(ehloReply: long).list.count == Capabilities.maximumCount)
    }

    @Test(
        "split a line into keyword and parameters",
        arguments: [
            ("SIZE 1000", "SIZE", ["1000"]),
            ("size", "SIZE", []),
            ("AUTH PLAIN LOGIN", "AUTH", ["PLAIN", "LOGIN"]),
            // The form of servers older than RFC 4954.
            ("AUTH=LOGIN PLAIN", "AUTH", ["LOGIN", "PLAIN"]),
            ("SIZE=", "SIZE", []), ("SIZE= 1000", "SIZE", ["1000"]), ("X =y", "X", ["=y"]),
            // Blanks of all kinds, as Postfix takes them.
            ("  SIZE\t1000  2 ", "SIZE", ["1000", "2"]),
            // Safe to print.
            ("X\u{1b}Y \u{202e}z", "X\\x1bY", ["\\u{202e}z"]),
            // A letter that Unicode makes a capital S of stays what it is.
            ("\u{17f}TARTTLS", "\u{17f}TARTTLS", []),
        ] as [(RawText, String, [String])]
    )
    func line(row: RawText, keyword: String, parameters: [String]) {
        let capability = Capability(line: Array(row.text.utf8))
        #expect(capability == Capability(keyword: keyword, parameters: parameters))
    }

    @Test("are not in a blank line", arguments: ["", " ", "\t ", "=", "=LOGIN"])
    func blank(text: String) {
        #expect(Capability(line: Array(text.utf8)) == nil)
    }
}
