import ProbeModel
import Testing

@Suite("SafeText")
struct SafeTextTests {
    @Test(
        "shows what a terminal would obey or hide",
        arguments: [
            // Ordinary text of any script.
            ("mx.example ESMTP ~", "mx.example ESMTP ~"), ("Grüße 日本 🙂", "Grüße 日本 🙂"), ("", ""),
            // A backslash stays, so what is escaped can be escaped again.
            ("a\\x1b", "a\\x1b"),
            // C0, DEL and C1.
            ("\u{1b}[31m", "\\x1b[31m"), ("a\r\nb\tc\0", "a\\x0d\\x0ab\\x09c\\x00"),
            ("\u{7f}", "\\x7f"), ("\u{9b}31m", "\\x9b31m"), ("\u{85}", "\\x85"),
            // Reordered.
            ("a\u{202e}b", "a\\u{202e}b"), ("\u{2066}", "\\u{2066}"), ("\u{200f}", "\\u{200f}"),
            ("\u{61c}", "\\u{61c}"),
            // Hidden.
            ("\u{200b}", "\\u{200b}"), ("\u{ad}", "\\u{ad}"), ("\u{feff}", "\\u{feff}"),
            ("\u{e0041}", "\\u{e0041}"), ("\u{3164}", "\\u{3164}"), ("\u{115f}", "\\u{115f}"),
            ("\u{34f}", "\\u{34f}"),
            // Line ends of Unicode, private use, not assigned.
            ("\u{2028}", "\\u{2028}"), ("\u{2029}", "\\u{2029}"), ("\u{e000}", "\\u{e000}"),
            ("\u{378}", "\\u{378}"), ("\u{ffff}", "\\u{ffff}"),
        ] as [(RawText, String)]
    )
    func characters(row: RawText, shown: String) {
        let text = row.text
        #expect(SafeText.escape(text) == shown)
        #expect(SafeText.escape(text.utf8) == shown)
        #expect(SafeText.escape(shown) == shown)
    }

    @Test(
        "shows bytes that are not UTF-8",
        arguments: [
            ([0xff], "\\xff"), ([0x61, 0xe9, 0x62], "a\\xe9b"), ([0xc3], "\\xc3"),
            ([0xc3, 0x28], "\\xc3("), ([0x80], "\\x80"),
            // Overlong, surrogate, too high.
            ([0xc0, 0x80], "\\xc0\\x80"), ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"),
            ([0xf4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
            // Cut short, then text.
            ([0xe2, 0x82, 0x41], "\\xe2\\x82A"), ([0xc3, 0xa9, 0xff], "é\\xff"),
        ] as [([UInt8], String)]
    )
    func bytes(bytes: [UInt8], shown: String) {
        #expect(SafeText.escape(bytes) == shown)
    }

    @Test(
        "lets no control byte through, and does nothing twice",
        arguments: 0..<200 as Range<UInt64>
    )
    func randomBytes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
        let shown = SafeText.escape(bytes)
        #expect(
            shown.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
            }
        )
        #expect(SafeText.escape(shown) == shown)
        #expect(SafeText.escape(shown.utf8) == shown)
    }
}
