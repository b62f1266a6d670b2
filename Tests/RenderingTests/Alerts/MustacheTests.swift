import Testing

@testable import Rendering

/// The part of mustache(5) that is supported, in the words of its specification.
@Suite struct MustacheTests {
    private static let value: JSONValue = [
        "name": "A & B", "n": .integer(7), "yes": .bool(true), "no": .bool(false), "none": .null,
        "zero": .integer(0), "empty": "", "list": ["x", "y"], "nothing": [],
        "rows": [["id": "1", "name": "one"], ["id": "2"]], "deep": ["er": ["est": "found"]],
        "data_json": "own",
    ]

    @Test(
        arguments: [
            ("plain", "plain"), ("", ""), ("{ } }} {", "{ } }} {"),
            // Interpolation.
            ("{{name}}", "A &amp; B"), ("{{{name}}}", "A & B"), ("{{&name}}", "A & B"),
            ("{{ name }}|{{& name }}|{{{ name }}}", "A &amp; B|A & B|A & B"),
            ("{{n}} {{yes}} {{none}}{{missing}}", "7 true "),
            ("{{deep.er.est}} {{deep.er.missing}}{{deep.missing.est}}", "found "),
            (
                "{{name_json}} {{n_json}} {{none_json}} {{list_json}}",
                "\"A & B\" 7 null [\"x\",\"y\"]"
            ),
            ("{{deep_json}} {{deep.er.est_json}}", "{\"er\":{\"est\":\"found\"}} \"found\""),
            // A key that really ends so is itself.
            ("{{data_json}}", "own"),
            // Sections.
            ("{{#yes}}a{{/yes}}{{#no}}b{{/no}}{{#none}}c{{/none}}{{#missing}}d{{/missing}}", "a"),
            ("{{^yes}}a{{/yes}}{{^no}}b{{/no}}{{^none}}c{{/none}}{{^missing}}d{{/missing}}", "bcd"),
            ("{{#list}}<{{.}}>{{/list}}", "<x><y>"), ("{{#nothing}}a{{/nothing}}", ""),
            ("{{^nothing}}a{{/nothing}}{{^list}}b{{/list}}", "a"),
            ("{{#deep}}{{er.est}}{{#er}}{{est}}{{/er}}{{/deep}}", "foundfound"),
            // Names are looked up outwards, but the parts behind a dot are not.
            ("{{#rows}}{{id}}={{{name}}};{{/rows}}", "1=one;2=A & B;"),
            ("{{#deep}}{{er.name}}{{/deep}}", ""),
            ("{{#zero}}0{{/zero}}{{#empty}}e{{/empty}}", "0e"),
            // Comments.
            ("a{{! {{nothing }}b", "ab"), ("a{{!\nmany\nlines }}b", "ab"),
            // Lines that hold one of these tags and nothing else vanish.
            ("a\n{{#yes}}\nb\n{{/yes}}\nc\n", "a\nb\nc\n"),
            ("a\r\n  {{! c }}  \r\nb", "a\r\nb"),
            ("{{#yes}}\nb\n  {{/yes}}", "b\n"), ("  {{! only }}", ""),
            ("a {{#yes}}\nb{{/yes}}\n", "a \nb\n"),
            ("{{#list}}\n- {{.}}\n{{/list}}\n", "- x\n- y\n"), ("{{n}}\n{{n}}\n", "7\n7\n"),
            (" {{n}} \n", " 7 \n"),
        ]
    )
    func renders(_ row: (template: String, output: String)) throws {
        #expect(try MustacheTemplate(row.template).render(Self.value) == row.output)
    }

    @Test(
        arguments: [
            ("{{", 1), ("a\n{{name", 2), ("{{{name}}", 1), ("{{}}", 1), ("{{ }}", 1),
            ("{{a b}}", 1), ("{{a..b}}", 1), ("{{.a}}", 1), ("{{a.}}", 1), ("{{a\"}}", 1),
            ("{{>partial}}", 1), ("{{=<% %>=}}", 1), ("{{<parent}}", 1), ("{{$block}}", 1),
            ("\n\n{{#a}}", 3), ("{{/a}}", 1), ("{{#a}}\n{{/b}}", 2),
            ("{{#a}}{{#b}}{{/a}}{{/b}}", 1),
            (String(repeating: "{{#a}}", count: 9), 1),
            (String(repeating: "x", count: 65_537), 0),
        ]
    )
    func refuses(_ row: (template: String, line: Int)) {
        let error = #expect(throws: MustacheError.self) { try MustacheTemplate(row.template) }
        #expect(error?.line == row.line)
    }

    /// Lists within lists end, with or without output.
    @Test(arguments: ["x", ""]) func staysBounded(_ inner: String) throws {
        let list = JSONValue.array(Array(repeating: "e", count: 50))
        let open = String(repeating: "{{#l}}", count: 8)
        let close = String(repeating: "{{/l}}", count: 8)
        let template = try MustacheTemplate(open + inner + close)
        #expect(throws: MustacheError.self) { try template.render(["l": list]) }
    }
}
