import ProbeModel
import Testing

@Suite("EnhancedStatusCode")
struct EnhancedStatusCodeTests {
    @Test(
        "is read where it begins the text and fits the reply code",
        arguments: [
            ("550 5.7.1 no", "5.7.1"),
            ("550 5.7.1", "5.7.1"),
            ("550 5.7.1\tno", "5.7.1"),
            ("550  5.7.1 no", "5.7.1"),
            ("250 2.0.0 Ok", "2.0.0"),
            ("450 4.123.456 later", "4.123.456"),
            ("550 5.10.100 no", "5.10.100"),
            ("250-2.1.0 first\r\n250 2.1.5 last", "2.1.5"),
            // The class of another reply code.
            ("550 4.7.1 no", nil),
            ("250 5.0.0 ok", nil),
            ("354 2.0.0 go", nil),
            ("354 3.0.0 go", nil),
            // Not the form of RFC 3463.
            ("550 5.7 no", nil),
            ("550 5.7.1: no", nil),
            ("550 5.7.1. no", nil),
            ("550 5.7.1.2 no", nil),
            ("550 5.07.1 no", nil),
            ("550 5.7.01 no", nil),
            ("550 5.1234.1 no", nil),
            ("550 5..1 no", nil),
            ("550 55.7.1 no", nil),
            ("550 no 5.7.1", nil),
            ("550 -5.7.1 no", nil),
            ("550", nil),
            ("550-5.7.1 first\r\n550 last", nil),
        ] as [(String, String?)]
    )
    func status(text: String, status: String?) throws {
        #expect(try Reply.parsing(text + "\r\n").enhancedCode?.description == status)
    }
}
