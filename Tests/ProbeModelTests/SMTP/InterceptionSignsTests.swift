import ProbeModel
import Testing

@Suite("Interception signs")
struct InterceptionSignsTests {
    @Test(
        "find a greeting painted over with asterisks",
        arguments: [
            ("220 ************************", true),
            ("220 **************0*2******0*******", true),
            ("220-****\r\n220 ** 20", true),
            ("220 *", true),
            // A bare code says nothing, nor do digits.
            ("220", false),
            ("220 ", false),
            ("220 2 0", false),
            // One letter is enough to be a greeting.
            ("220 ****E****", false),
            ("220 *** mx.example ***", false),
            ("220 **1**", false),
            ("220-mx.example\r\n220 ****", false),
            // Not a greeting that lets anybody in.
            ("554 ****", false),
        ]
    )
    func masked(text: String, isMasked: Bool) throws {
        #expect(try Reply.parsing(text + "\r\n").isMaskedGreeting == isMasked)
    }

    @Test(
        "find a STARTTLS keyword written over",
        arguments: [
            (["XXXXXXXA"], true),
            (["XXXXXXXX"], true),
            (["xxxxxxxb"], true),
            (["SIZE 1000", "XXXXXXXA", "HELP"], true),
            (["XXXXXXXA with parameters"], true),
            // Another length hides another keyword.
            (["XXXXXXA"], false),
            (["XXXXXXXXA"], false),
            // Real extensions with an X.
            (["XCLIENT"], false),
            (["XFORWARD"], false),
            (["XEXCH50"], false),
            (["XXXXXXAA"], false),
            // STARTTLS is there.
            (["STARTTLS", "XXXXXXXA"], false),
            (["STARTTLS"], false),
            ([], false),
        ]
    )
    func mangled(offered: [String], isMangled: Bool) {
        let list = offered.compactMap { Capability(line: Array($0.utf8)) }
        #expect(Capabilities(list).hasMangledStartTLS == isMangled)
    }
}
