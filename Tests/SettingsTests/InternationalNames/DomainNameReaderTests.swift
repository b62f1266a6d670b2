import InternationalNames
import ProbeModel
import TestSupport
import Testing

/// A text and the name that it is read as.
struct GoodName: CustomTestStringConvertible {
    let text: String
    let ascii: String
    let display: String?

    init(_ text: String, _ ascii: String, _ display: String? = nil) {
        self.text = text
        self.ascii = ascii
        self.display = display
    }

    var testDescription: String { SafeText.escape(String(text.prefix(80))) }
}

/// A text, and what a person is told about it.
struct BadName: CustomTestStringConvertible {
    let text: String
    let reason: InputNameError.Reason
    let message: String
    let hint: String?

    init(_ text: String, _ reason: InputNameError.Reason, _ message: String, _ hint: String? = nil)
    {
        self.text = text
        self.reason = reason
        self.message = message
        self.hint = hint
    }

    var testDescription: String { SafeText.escape(String(text.prefix(80))) }
}

private let a63 = String(repeating: "a", count: 63)
private let name253 = "\(a63).\(a63).\(a63).\(String(repeating: "a", count: 61))"
private let a64cut = String(repeating: "a", count: 64) + "..."

@Suite struct DomainNameReaderTests {
    @Test(
        "read what is a name",
        arguments: [
            // Ordinary names, folded to lower case, with or without the final dot.
            GoodName("domain1.com", "domain1.com"),
            GoodName("Domain1.COM", "domain1.com"),
            GoodName("domain1.com.", "domain1.com"),
            // Single labels are names: localhost, and hosts of a private resolver.
            GoodName("localhost", "localhost"),
            GoodName("test", "test"),
            // Names that hosts may not have but DNS does.
            GoodName("_25._tcp.mail.example", "_25._tcp.mail.example"),
            GoodName("r3---sn.example", "r3---sn.example"),
            // Digits are fine as long as the last label is no number.
            GoodName("1.2.3.4.example", "1.2.3.4.example"),
            GoodName("163.com", "163.com"),
            // The longest label and the longest name.
            GoodName("\(a63).test", "\(a63).test"),
            GoodName(name253, name253),
            GoodName(name253 + ".", name253),
            // U-labels, decomposed or in capitals, and the dots that input methods type.
            GoodName("bücher.example", "xn--bcher-kva.example", "bücher.example"),
            GoodName("BÜCHER.example", "xn--bcher-kva.example", "bücher.example"),
            GoodName("bu\u{308}cher.example", "xn--bcher-kva.example", "bücher.example"),
            GoodName("bücher.example.", "xn--bcher-kva.example", "bücher.example"),
            GoodName("例え。テスト", "xn--r8jz45g.xn--zckzah", "例え.テスト"),
            GoodName("a\u{FF0E}test", "a.test"),
            GoodName("ＡＢＣ.ｃｏｍ", "abc.com"),
            // Not transitional: sharp s and final sigma stay what they are.
            GoodName("straße.example", "xn--strae-oqa.example", "straße.example"),
            GoodName("βόλος.com", "xn--nxasmm1c.com", "βόλος.com"),
            // An international label does not make its ASCII neighbours stricter.
            GoodName(
                "_25._tcp.büro.example",
                "_25._tcp.xn--bro-hoa.example",
                "_25._tcp.büro.example"
            ),
            GoodName("r3---sn.büro.example", "r3---sn.xn--bro-hoa.example", "r3---sn.büro.example"),
            // A-labels are taken as they are and shown decoded.
            GoodName("xn--bcher-kva.example", "xn--bcher-kva.example", "bücher.example"),
            GoodName("XN--BCHER-KVA.example", "xn--bcher-kva.example", "bücher.example"),
            // A-labels that do not decode, or to nothing that IDNA2008 allows, are names all the same.
            GoodName("xn--a.example", "xn--a.example"),
            GoodName("xn--n3h.example", "xn--n3h.example"),
            GoodName("xn--ls8h.example", "xn--ls8h.example"),
            GoodName("xn--99999999.example", "xn--99999999.example"),
            // A joiner that Persian needs and IDNA2008 allows is invisible: the A-label is what is shown.
            GoodName("نامه\u{200C}ای.example", "xn--mgba3gch31f060k.example"),
            // Invisible characters that UTS 46 ignores are dropped.
            GoodName("bü\u{AD}ro.example", "xn--bro-hoa.example", "büro.example"),
        ]
    )
    func readName(_ row: GoodName) throws {
        let input = try DomainNameReader.read(row.text).get()
        #expect(input.name.ascii == row.ascii)
        #expect(input.display == row.display)
        #expect(DomainNameReader.display(input.name) == row.display)
    }

    @Test(
        "tell in one line what is wrong",
        arguments: [
            // Nothing.
            BadName("", .empty, "'' is not a domain name: it is empty"),
            BadName(".", .empty, "'.' is not a domain name: it is empty"),
            // Too long.
            BadName(
                a63 + "a.test",
                .length,
                "'\(a64cut)' is not a domain name: a label is longer than 63 bytes"
            ),
            BadName(
                name253 + "a",
                .length,
                "'\(a63)....' is not a domain name: the name is longer than 253 bytes"
            ),
            BadName(
                String(repeating: "ü", count: 60) + ".test",
                .length,
                "'\(String(repeating: "ü", count: 60)).tes...' is not a domain name: "
                    + "a label is longer than 63 bytes"
            ),
            BadName(
                String(repeating: "*.", count: 100_000),
                .length,
                "'\(String(repeating: "*.", count: 32))...' is not a domain name: "
                    + "the name is longer than 253 bytes"
            ),
            // The form of labels.
            BadName(
                "a..test",
                .form,
                "'a..test' is not a domain name: the name has an empty label (two dots in a row)"
            ),
            BadName(
                ".test",
                .form,
                "'.test' is not a domain name: the name has an empty label (two dots in a row)"
            ),
            BadName(
                "-a.test",
                .form,
                "'-a.test' is not a domain name: a label begins or ends with a hyphen"
            ),
            BadName(
                "ü-.test",
                .form,
                "'ü-.test' is not a domain name: a label begins or ends with a hyphen"
            ),
            BadName(
                "192.0.2.300",
                .form,
                "'192.0.2.300' is not a domain name: the last label is a number"
            ),
            BadName(
                "xn--.test",
                .form,
                "'xn--.test' is not a domain name: a label begins or ends with a hyphen"
            ),
            // Space around and within.
            BadName("a b.test", .space, "'a b.test' is not a domain name: it contains a space"),
            BadName(
                " domain1.com ",
                .space,
                "' domain1.com ' is not a domain name: it contains a space",
                "did you mean domain domain1.com?"
            ),
            BadName("   ", .space, "'   ' is not a domain name: it contains a space"),
            BadName(
                "a\u{A0}b.test",
                .space,
                "'a\u{A0}b.test' is not a domain name: it contains a space"
            ),
            // Control characters never reach the terminal.
            BadName(
                "a\nb.test",
                .controlCharacter,
                #"'a\x0ab.test' is not a domain name: it contains the control character \x0a"#
            ),
            BadName(
                "\u{1B}[31mred",
                .controlCharacter,
                #"'\x1b[31mred' is not a domain name: it contains the control character \x1b"#
            ),
            BadName(
                "a\0b.test",
                .controlCharacter,
                #"'a\x00b.test' is not a domain name: it contains the control character \x00"#
            ),
            BadName(
                "a\u{9B}b.test",
                .controlCharacter,
                #"'a\x9bb.test' is not a domain name: it contains the control character \x9b"#
            ),
            // Shell characters.
            BadName(
                "$(id).test",
                .character,
                "'$(id).test' is not a domain name: it contains '$'",
                rule
            ),
            BadName("a;b", .character, "'a;b' is not a domain name: it contains ';'", rule),
            BadName("a`b`", .character, "'a`b`' is not a domain name: it contains '`'", rule),
            BadName(
                "a,b.test",
                .character,
                "'a,b.test' is not a domain name: it contains ','",
                rule
            ),
            BadName(
                "ü|b.test",
                .character,
                "'ü|b.test' is not a domain name: it contains '|'",
                rule
            ),
            // Addresses.
            BadName("192.0.2.1", .address, "'192.0.2.1' is an address, not a domain name", host),
            BadName(
                "[192.0.2.1]",
                .address,
                "'[192.0.2.1]' is an address, not a domain name",
                host
            ),
            BadName(
                "2001:db8::1",
                .address,
                "'2001:db8::1' is an address, not a domain name",
                host
            ),
            BadName(
                "[IPv6:2001:db8::1]",
                .address,
                "'[IPv6:2001:db8::1]' is an address, not a domain name",
                host
            ),
            BadName(
                "[2001:db8::1]:25",
                .address,
                "'[2001:db8::1]:25' is an address, not a domain name",
                host
            ),
            BadName(
                "192.0.2.1:25",
                .address,
                "'192.0.2.1:25' is an address, not a domain name",
                host
            ),
            BadName(
                "192.0.2.0/24",
                .address,
                "'192.0.2.0/24' is an address, not a domain name",
                host
            ),
            BadName(
                "192.0.2.1/24",
                .address,
                "'192.0.2.1/24' is an address, not a domain name",
                host
            ),
            // URLs.
            BadName(
                "https://domain1.com/x?a=b@c",
                .url,
                "'https://domain1.com/x?a=b@c' is a URL, not a domain name",
                mean
            ),
            BadName(
                "smtp://joe:pw@domain1.com:25",
                .url,
                "'smtp://joe:pw@domain1.com:25' is a URL, not a domain name",
                mean
            ),
            BadName("https://192.0.2.1/", .url, "'https://192.0.2.1/' is a URL, not a domain name"),
            BadName("://", .url, "'://' is a URL, not a domain name"),
            BadName(
                "http://bücher.example",
                .url,
                "'http://bücher.example' is a URL, not a domain name",
                "did you mean domain bücher.example?"
            ),
            // E-mail addresses.
            BadName(
                "joe@domain1.com",
                .mailAddress,
                "'joe@domain1.com' is an e-mail address, not a domain name",
                mean
            ),
            BadName(
                "<joe@domain1.com>",
                .mailAddress,
                "'<joe@domain1.com>' is an e-mail address, not a domain name",
                mean
            ),
            BadName(
                "mailto:joe@domain1.com",
                .mailAddress,
                "'mailto:joe@domain1.com' is an e-mail address, not a domain name",
                mean
            ),
            BadName("joe@", .mailAddress, "'joe@' is an e-mail address, not a domain name"),
            BadName(
                "joe@[192.0.2.1]",
                .mailAddress,
                "'joe@[192.0.2.1]' is an e-mail address, not a domain name"
            ),
            // A port, a path, a pattern.
            BadName(
                "domain1.com:25",
                .port,
                "'domain1.com:25' is not a domain name: it has a port",
                "did you mean domain domain1.com? ports are chosen with --ports"
            ),
            BadName(
                "domain1.com/",
                .path,
                "'domain1.com/' is not a domain name: it contains '/'",
                mean
            ),
            BadName(
                "*.domain1.com",
                .wildcard,
                "'*.domain1.com' is a pattern, not a domain name",
                mean
            ),
            BadName(
                "mail*.domain1.com",
                .wildcard,
                "'mail*.domain1.com' is a pattern, not a domain name"
            ),
            // Against IDNA2008.
            BadName(
                "☃.test",
                .international,
                "'☃.test' is not a domain name: IDNA does not allow '☃' (U+2603)",
                form
            ),
            BadName(
                "💩.test",
                .international,
                "'💩.test' is not a domain name: IDNA does not allow '💩' (U+1F4A9)",
                form
            ),
            BadName(
                "\u{202E}ü.test",
                .international,
                #"'\u{202e}ü.test' is not a domain name: IDNA does not allow '\u{202e}' (U+202E)"#,
                form
            ),
            BadName(
                "a\u{200D}b.test",
                .international,
                #"'a\u{200d}b.test' is not a domain name: IDNA does not allow '\u{200d}' (U+200D)"#,
                form
            ),
            BadName(
                "1אב.test",
                .international,
                "'1אב.test' is not a domain name: IDNA does not allow the mixed writing directions in '1אב'"
            ),
            // A character that folds to several, one of which no name holds, or which would end the label.
            BadName(
                "℀.test",
                .international,
                "'℀.test' is not a domain name: IDNA does not allow the label '℀'",
                form
            ),
            BadName(
                "\u{2488}test",
                .international,
                "'⒈test' is not a domain name: IDNA does not allow '⒈' (U+2488)",
                form
            ),
            // Nothing but characters that are dropped.
            BadName(
                "\u{AD}.test",
                .international,
                #"'\u{ad}.test' is not a domain name: IDNA does not allow the label '\u{ad}'"#,
                form
            ),
        ]
    )
    func refuseName(_ row: BadName) {
        guard case .failure(let error) = DomainNameReader.read(row.text) else {
            Issue.record("accepted")
            return
        }
        #expect(error.reason == row.reason)
        #expect(error.description == row.message)
        #expect(error.hint == row.hint)
    }
}

extension DomainNameReaderTests {
    @Test(
        "survive any text, and read what was read again as itself",
        arguments: 1...40 as ClosedRange<UInt64>
    )
    func anyText(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array(
            "aAzZ09-_.:/@[]*$ \t\u{0}\u{7F}\u{AD}\u{200D}\u{202E}\u{3002}\u{301}üßςא1ﬀ℀☃💩"
        )
        for _ in 0..<200 {
            let length = Int.random(in: 0...40, using: &random)
            let text = (0..<length).map { _ in String(alphabet.randomElement(using: &random) ?? "a")
            }
            .joined()
            switch DomainNameReader.read(text) {
            case .success(let input):
                let again = DomainNameReader.read(input.display ?? input.name.ascii)
                #expect(again == .success(input), "\(SafeText.escape(text))")
            case .failure(let error):
                #expect(SafeText.escape(error.description) == error.description)
                #expect(error.description.unicodeScalars.count < 800)
            }
        }
    }
}

private let host = "give the domain, or a mail host by its name with --host"
private let mean = "did you mean domain domain1.com?"
private let rule = "only letters, digits, hyphens, underscores and dots are allowed"
private let form = "a name that is in use all the same can be given in its xn-- form"
