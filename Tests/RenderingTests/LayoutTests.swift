import Testing

@testable import Rendering

/// Widths, wrapping and painting.
@Suite struct LayoutTests {
    @Test(arguments: [
        ("", 0), ("mail", 4), ("bücher", 6), ("e\u{301}", 1), ("\u{20dd}", 0), ("例子", 4), ("한국", 4),
        ("\u{1112}\u{1161}\u{11ab}", 2), ("ﾊﾝ", 2), ("ＡＢ", 4), ("🙂", 2), ("🇩🇪", 2), ("✓", 1),
        ("✗", 1), ("–", 1), ("→", 1), ("…", 1), ("\u{2014}", 1), ("\u{3000}", 2), ("\u{303f}", 1),
        ("\u{10ff}", 1), ("\u{1100}", 2), ("\u{115f}", 2), ("\u{20000}", 2), ("\u{1f320}", 2),
        ("\u{1f321}", 1),
    ])
    func widths(_ text: String, _ width: Int) { #expect(DisplayWidth.of(text) == width) }

    @Test(arguments: [
        // Lines break at spaces, and runs of spaces count as one.
        ("", 10, []), ("one two", 7, ["one two"]), ("one two", 6, ["one", "two"]),
        ("  one   two  ", 10, ["one two"]),
        // A word longer than a line breaks after a dot in its second half, else where the line ends.
        ("mail.domain.example", 10, ["mail.", "domain.", "example"]),
        ("a.domainexample", 10, ["a.domainex", "ample"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("x abcdefgh", 4, ["x", "abcd", "efgh"]),
        // Wide characters count twice and are not cut; combining ones stay with theirs.
        ("例子例子", 5, ["例子", "例子"]), ("例", 1, ["例"]), ("ae\u{301}b", 2, ["ae\u{301}", "b"]),
    ])
    func wrapping(_ text: String, _ width: Int, _ lines: [String]) {
        let wrapped = LineWrapper(width: width).lines(StyledText(text, isASCII: false))
        #expect(wrapped.map(\.plain) == lines)
    }

    @Test(arguments: [
        (4, ["one", "two three"]), (3, ["one", "two three"]), (2, ["", "one two", "three"]),
        (0, ["", "one two", "three"]), (9, ["one two", "three"]),
    ])
    func shorterFirstLine(_ first: Int, _ lines: [String]) {
        let text = StyledText("one two three", isASCII: false)
        let wrapped = LineWrapper(width: 9).lines(text, firstWidth: first)
        #expect(wrapped.map(\.plain) == lines)
    }

    /// Wrapping loses no word and no looks.
    @Test func wrappingKeepsStyles() {
        let text =
            StyledText("good ne", .good, isASCII: false) + StyledText("ws and", isASCII: false)
            + StyledText(" bad", .bad, isASCII: false)
        let lines = LineWrapper(width: 9).lines(text)
        #expect(
            lines.map { $0.painted(color: true) } == [
                "\u{1b}[32mgood ne\u{1b}[0mws", "and \u{1b}[31mbad\u{1b}[0m",
            ]
        )
    }

    @Test(arguments: [
        ("ok", false, "ok"), ("\u{1b}[1m", false, "\\x1b[1m"), ("bücher", false, "bücher"),
        ("bücher", true, "b\\u{fc}cher"), ("a\u{202e}b", true, "a\\u{202e}b"),
        ("a\nb", false, "a\\x0ab"),
    ])
    func textIsSafe(_ text: String, _ isASCII: Bool, _ safe: String) {
        #expect(StyledText(text, isASCII: isASCII).plain == safe)
    }

    /// A combining mark that begins a part must not make the cut miss: the parts have more characters than the whole.
    @Test func trimsAcrossSpans() {
        let text = StyledText("  ", isASCII: false) + StyledText("\u{301}ab", .bad, isASCII: false)
        #expect(text.trimmed == text)
        #expect((text + .spaces(3)).trimmed == text)
        #expect(StyledText("   ", isASCII: false).trimmed.isEmpty)
    }

    @Test(arguments: [(0, 40), (39, 40), (40, 40), (80, 80), (200, 200), (5000, 200), (-1, 40)])
    func widthIsClamped(_ asked: Int, _ width: Int) {
        #expect(TextOptions(width: asked).width == width)
    }
}
