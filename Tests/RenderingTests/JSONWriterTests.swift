import ProbeModel
import Rendering
import Testing

/// The writer writes JSON, in the order given, and the same way every time.
@Suite struct JSONWriterTests {
    @Test(
        arguments: [
            (JSONValue.null, "null"), (.bool(true), "true"), (.bool(false), "false"),
            (.integer(0), "0"), (.integer(.min), "-9223372036854775808"),
            (.integer(.max), "9223372036854775807"), ([], "[]"), ([:], "{}"),
            (["b": .integer(1), "a": [.null, .bool(true)]], #"{"b":1,"a":[null,true]}"#),
            ([[], [[]]], "[[],[[]]]"),
        ] as [(JSONValue, String)]
    )
    func values(_ value: JSONValue, _ text: String) {
        #expect(JSONWriter.text(value, layout: .compact) == text)
    }

    /// Durations have one to three decimals, never an exponent, and are never infinite or negative.
    @Test(arguments: [
        (Duration.zero, "0.0"), (.microseconds(1), "0.001"), (.microseconds(100), "0.1"),
        (.microseconds(1050), "1.05"), (.milliseconds(8000), "8000.0"), (.nanoseconds(999), "0.0"),
        (.microseconds(812_400), "812.4"), (.seconds(-1), "0.0"),
        (.seconds(Int64.max), "1000000000000000.0"), (.seconds(86400), "86400000.0"),
    ])
    func durations(_ duration: Duration, _ text: String) {
        #expect(JSONWriter.text(.milliseconds(duration), layout: .compact) == text)
    }

    /// Quotes, backslashes, control characters and the line ends of JavaScript are escaped; all else is as it was.
    @Test(arguments: [
        ("", #""""#), (#"a"b\c/"#, #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{8}\u{1b}\u{1f}", #""\u0000\u0008\u001b\u001f""#),
        ("\u{7f}\u{80}\u{9f}\u{a0}", "\"\\u007f\\u0080\\u009f\u{a0}\""),
        ("\u{2027}\u{2028}\u{2029}\u{202a}", "\"\u{2027}\\u2028\\u2029\u{202a}\""),
        ("bücher 例 🇩🇪 e\u{301}", "\"bücher 例 🇩🇪 e\u{301}\""),
    ])
    func strings(_ text: String, _ json: String) throws {
        let written = JSONWriter.text(.string(text), layout: .compact)
        #expect(written.unicodeScalars.elementsEqual(json.unicodeScalars))
        #expect(try JSONDocument(parsing: written) == .string(text))
    }

    /// Pretty output keeps short flat values on one line and breaks all others.
    @Test func pretty() {
        let long = JSONValue.array((0..<20).map { .integer($0 + 1000) })
        let value: JSONValue = [
            "flat": ["a": .integer(1), "b": .null], "empty": [:], "nested": ["c": [.null]],
            "long": long,
        ]
        let lines = (1000..<1020).map { "    \($0)" }.joined(separator: ",\n")
        #expect(
            JSONWriter.text(value, layout: .pretty) == """
                {
                  "flat": {"a": 1, "b": null},
                  "empty": {},
                  "nested": {
                    "c": [null]
                  },
                  "long": [
                \(lines)
                  ]
                }
                """
        )
    }

    /// Both layouts hold the same document.
    @Test(arguments: GoldenTests.situations) func layoutsAgree(_ situation: Situation) throws {
        let document = JSONReport().document(situation.report)
        let pretty = try JSONDocument(parsing: JSONWriter.text(document, layout: .pretty))
        let compact = try JSONDocument(parsing: JSONWriter.text(document, layout: .compact))
        #expect(pretty == compact)
        #expect(!JSONWriter.text(document, layout: .compact).contains("\n"))
    }

    /// One domain alone is the element that the whole report has.
    @Test(arguments: GoldenTests.situations) func domainsStandAlone(_ situation: Situation) throws {
        let report = JSONReport()
        let whole = try JSONDocument(parsing: report.text(situation.report))
        let alone = try situation.report.domains.map {
            try JSONDocument(parsing: report.text($0, layout: .compact))
        }
        #expect(whole["domains"] == .array(alone))
    }
}
