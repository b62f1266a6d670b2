import PostfixModel
import PostfixTestSupport
import ProbeModel
import Testing

@Suite("main.cf parameters")
struct MainParametersTests {
    @Test("tell an empty value from an unknown parameter")
    func emptyAndUnknown() {
        let parameters = MainParameters(["relayhost": ""])
        #expect(parameters["relayhost"] == "")
        #expect(parameters["relay_domains"] == nil)
        #expect(parameters.text("relay_domains") == "")
    }

    @Test(
        "times are read with the unit that the parameter has",
        arguments: [
            ("5d", "d", 432_000), ("5", "d", 432_000), ("0", "d", 0), ("30", "s", 30),
            ("4000s", "d", 4000), ("2w", "d", 1_209_600), ("3h", "s", 10_800), ("10m", "s", 600),
            // Only the first letter counts.
            ("5days", "h", 432_000),
            // Postfix keeps times in an int.
            ("2147483647", "s", 2_147_483_647), ("2147483648", "s", nil), ("99999999w", "s", nil),
            ("", "d", nil), ("d", "d", nil), ("-1", "d", nil), ("5y", "d", nil), ("5 d", "d", nil),
            ("99999999999999999999", "s", nil),
        ] as [(String, Character, Int64?)]
    )
    func times(text: String, unit: Character, seconds: Int64?) {
        #expect(MainParameters(["t": text]).seconds("t", unit: unit) == seconds)
    }

    @Test("the queue lifetime counts days")
    func queueLifetime() {
        #expect(MainParameters(["maximal_queue_lifetime": "20"]).queueLifetime == 1_728_000)
        #expect(MainParameters([:]).queueLifetime == nil)
    }

    @Test(
        "lists are cut at commas and white space, outside braces",
        arguments: [
            ("", []), (" ,\t\n", []), ("a,b c\td\ne", ["a", "b", "c", "d", "e"]),
            ("inline:{a=b, c = d}, hash:/x", ["inline:{a=b, c = d}", "hash:/x"]),
            ("{a {b c} d} e", ["{a {b c} d}", "e"]), ("x{a b", ["x{a b"]), ("a} b", ["a}", "b"]),
            ("b\u{e4}r,x", ["b\u{e4}r", "x"]),
        ]
    )
    func lists(text: String, items: [String]) {
        #expect(MainParameters(["l": text]).list("l") == items)
    }

    @Test(
        "switches are yes, no or not known",
        arguments: [("yes", true), ("No", false), ("maybe", nil), ("", nil)] as [(String, Bool?)]
    )
    func switches(text: String, value: Bool?) {
        #expect(MainParameters(["s": text]).isOn("s") == value)
    }

    @Test("the version and the places of files")
    func meaning() {
        let parameters = MainParameters(["mail_version": "3.7.11", "config_directory": "/etc/p"])
        #expect(parameters.version == PostfixVersion(major: 3, minor: 7))
        #expect(parameters.mainFile == "/etc/p/main.cf")
        #expect(parameters.masterFile == "/etc/p/master.cf")
        #expect(MainParameters(["config_directory": ""]).mainFile == nil)
    }

    @Test("no parameter is named twice")
    func names() {
        #expect(Set(MainParameters.names).count == MainParameters.names.count)
    }

    @Test(
        "every parameter is one of Postfix's",
        .enabled(if: PostfixTools.isInstalled, "SKIPPED: Postfix is not installed")
    )
    func known() throws {
        // Parameters of versions later than the oldest that tests run with.
        let later: Set = ["use_srv_lookup"]
        let report = try PostfixTools.run(
            PostfixTools.postconf,
            ["-d"] + MainParameters.names.filter { !later.contains($0) }
        )
        #expect(String(decoding: report.errors, as: UTF8.self) == "")
        #expect(report.output.count { $0 == 10 } == MainParameters.names.count - later.count)
    }
}
