import ProbeModel
import Settings
import TestSupport
import Testing

@Suite struct HostileSettingsTests {
    private func firstError(_ bytes: [UInt8]) -> String {
        switch Settings.decode(bytes) {
        case .success: return "accepted"
        case .failure(let errors): return errors.all.first?.description ?? ""
        }
    }

    @Test("bytes that are no text are refused at their place")
    func notText() {
        #expect(
            firstError(Array("a: 1\nb: ".utf8) + [0xff])
                == "the file is not UTF-8 text at line 2, column 4"
        )
        #expect(
            firstError(Array("a: 1\r\nb: \u{1B}[31m".utf8))
                == #"the file holds the character \u{1b}, which is not allowed at line 2, column 4"#
        )
        #expect(
            firstError(Array("\u{E061}: 1".utf8))
                == #"the file holds the character \u{e061}, which is not allowed at line 1, column 1"#
        )
        #expect(
            firstError([0xff, 0xfe, 0x61, 0]) == "the file is not UTF-8 text at line 1, column 1"
        )
    }

    @Test("a file that is too large is not parsed")
    func tooLarge() {
        let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: 1_048_577)
        #expect(firstError(bytes) == "the file is larger than 1048576 bytes at line 1, column 1")
        #expect(firstError(Array(bytes.dropLast())) == "accepted")
    }

    @Test(
        "nesting without end is refused and not followed",
        arguments: ["[", "{", "{a: ", "- ", "? ", "[{a: "]
    )
    func deep(opening: String) {
        for count in [900, 1_100, 200_000 / opening.utf8.count] {
            let text = String(repeating: opening, count: count)
            #expect(firstError(Array(text.utf8)) != "accepted")
            #expect(firstError(Array("domains: \(text)".utf8)) != "accepted")
        }
    }

    @Test("aliases that double themselves are not followed")
    func aliasBomb() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(
            firstError(Array((text + "? *a40\n: 1\n").utf8))
                == "the file holds more than 16 aliases at line 1, column 1; "
                + "write the values out, and put those that begin with '*' in quotes"
        )
        // Few enough to be parsed, and refused then.
        let few = text.split(separator: "\n").prefix(8).joined(separator: "\n") + "\n? *a7\n: 1\n"
        #expect(
            firstError(Array(few.utf8))
                == "anchors and aliases are not read here at line 1, column 5; write the value out"
        )
    }

    @Test("words with stars in comments and values are no aliases")
    func stars() {
        let comments = String(repeating: "# *this* is *not* an *alias*\n", count: 100)
        #expect(firstError(Array((comments + "dns: {dnssec: true} # *x *y").utf8)) == "accepted")
    }

    @Test("of a file of another kind the first mistakes are told, and how many there are")
    func manyMistakes() throws {
        let text = (1...1_000).map { "key\($0): 1\n" }.joined()
        guard case .failure(let errors) = Settings.decode(Array(text.utf8)) else {
            Issue.record("accepted")
            return
        }
        #expect(errors.all.count == 51)
        #expect(errors.all.first?.line == 1)
        #expect(errors.all.last?.message == "950 more mistakes follow after the one")
    }

    @Test("many keys given twice are all told")
    func manyDuplicates() {
        let text = (1...30).map { "k\($0): 1\nk\($0): 2\n" }.joined()
        #expect(
            firstError(Array(text.utf8)) == "20 keys or more are given twice at line 1, column 1"
        )
    }

    @Test(
        "any file is accepted or refused with safe, bounded lines",
        arguments: 1...30 as ClosedRange<UInt64>
    )
    func anyFile(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let original = Array(Settings.example.utf8)
        let spice = Array("[]{}:,-?&*!|>'\"%@`#\\ \n\t~x0\u{1}\u{FF}é\u{202E}".utf8)
        for _ in 0..<40 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[start] = spice.randomElement(using: &random) ?? 0
                case 1: bytes.insert(spice.randomElement(using: &random) ?? 0, at: start)
                default:
                    let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
                    if end - start < bytes.count { bytes.removeSubrange(start..<end) }
                }
            }
            guard case .failure(let errors) = Settings.decode(bytes) else { continue }
            #expect(!errors.all.isEmpty)
            for error in errors.all {
                #expect(SafeText.escape(error.description) == error.description)
                #expect(error.description.utf8.count < 1_000)
                #expect(error.line >= 1 && error.column >= 1)
            }
        }
    }
}
