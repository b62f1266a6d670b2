import TestSupport
import Testing

@testable import WebhookDelivery

/// `Retry-After` by RFC 9110 sections 10.2.3 and 5.6.7.
@Suite struct RetryAfterTests {
    /// 2026-11-23 18:00:00 UTC.
    private static let now: Int64 = 1_795_456_800

    @Test(
        "read seconds and the three forms of a date",
        arguments: [
            ("0", .seconds(0)),
            ("120", .seconds(120)),
            (" \t120 ", .seconds(120)),
            ("000000000000120", .seconds(120)),
            // Too many digits to mean anything: the longest wait, for the caller to bound.
            ("99999999999999999999999", .seconds(4_294_967_295)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", .date(784_111_777)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", .date(784_111_777)),
            ("Sun Nov  6 08:49:37 1994", .date(784_111_777)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", .date(0)),
            ("Tue, 29 Feb 2000 23:59:60 GMT", .date(951_868_800)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", .date(253_402_300_799)),
            // Two digits of a year: at most 50 years ahead of now.
            ("Monday, 23-Nov-76 00:00:00 GMT", .date(3_373_315_200)),
            ("Tuesday, 23-Nov-77 00:00:00 GMT", .date(249_091_200)),
        ] as [(String, RetryAfter)]
    )
    func reads(text: String, wanted: RetryAfter) {
        #expect(RetryAfter(text, now: RetryAfterTests.now) == wanted)
    }

    @Test(
        "refuse what is neither",
        arguments: [
            "", " ", "soon", "-1", "+1", "1.5", "1 2", "0x10", "１２", "12\u{0}", "1e3", ",",
            "120,120",
            "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun 06 Nov 1994 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 29 Feb 1900 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nop 1994 08:49:37 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
            String(repeating: "9 ", count: 10_000),
        ]
    )
    func refuses(text: String) {
        #expect(RetryAfter(text, now: RetryAfterTests.now) == nil)
    }

    @Test("never trap, whatever comes", arguments: 0..<200)
    func hostile(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let dates = [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "4294967296",
        ]
        var bytes = Array((dates.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                in: 0...255,
                using: &generator
            )
        }
        let now = Int64.random(in: 0...4_000_000_000, using: &generator)
        let value = RetryAfter(String(decoding: bytes, as: UTF8.self), now: now)
        #expect(value.map { $0.delay(at: now) >= 0 } ?? true)
    }

    @Test("wait until a date and not for one that has passed")
    func delay() {
        #expect(RetryAfter.seconds(7).delay(at: 100) == 7)
        #expect(RetryAfter.date(160).delay(at: 100) == 60)
        #expect(RetryAfter.date(40).delay(at: 100) == 0)
    }

    @Test("agree with the calendar on every day", arguments: [1_999, 2_000, 2_026, 2_028, 2_100])
    func calendar(year: Int) {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        var found: [Int64] = []
        for month in months {
            for day in 1...31 {
                let text = "Mon, \(day < 10 ? "0" : "")\(day) \(month) \(year) 00:00:00 GMT"
                if let date = HTTPDate(text, now: 0) { found.append(date.seconds) }
            }
        }
        #expect(found.count == (year == 2_000 || year == 2_028 ? 366 : 365))
        #expect(zip(found, found.dropFirst()).allSatisfy { $1 - $0 == 86_400 })
    }
}
