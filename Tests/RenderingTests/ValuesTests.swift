import ProbeModel
import Testing

@testable import Rendering

/// Times and durations as people and machines read them.
@Suite struct ValuesTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"), (1_772_366_400, "2026-03-01T12:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-2_203_891_200, "1900-03-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"), (-62_162_121_600, "0000-02-29T00:00:00Z"),
        ] as [(Int64, String)]
    )
    func timestamps(_ seconds: Int64, _ text: String) {
        #expect(Timestamp(secondsSince1970: seconds)?.description == text)
        #expect(Timestamp(secondsSince1970: seconds)?.date == String(text.prefix(10)))
    }

    @Test(arguments: [.min, -62_167_219_201, 253_402_300_800, .max] as [Int64])
    func timestampsBeyondFourDigits(_ seconds: Int64) {
        #expect(Timestamp(secondsSince1970: seconds) == nil)
    }

    @Test(arguments: [
        (Duration.zero, "0.0 ms"), (.microseconds(149), "0.1 ms"), (.microseconds(9949), "9.9 ms"),
        (.microseconds(9950), "10 ms"), (.microseconds(118_700), "119 ms"),
        (.microseconds(999_499), "999 ms"), (.microseconds(999_500), "1.0 s"),
        (.milliseconds(3149), "3.1 s"), (.seconds(120), "120.0 s"), (.seconds(-4), "0.0 ms"),
    ])
    func spokenDurations(_ duration: Duration, _ text: String) {
        #expect(duration.spokenText == text)
    }

    @Test func displayNames() throws {
        let names: DisplayNames = [
            try Build.name("xn--bcher-kva.test"): "bücher.test",
            try Build.name("same.test"): "same.test",
            try Build.name("evil.test"): "e\u{202e}vil.test",
        ]
        #expect(names.unicode(try Build.name("xn--bcher-kva.test")) == "bücher.test")
        #expect(names.unicode(DNSName(try Build.name("xn--bcher-kva.test"))) == "bücher.test")
        #expect(names.unicode(try Build.name("same.test")) == nil)
        #expect(names.unicode(try Build.name("other.test")) == nil)
        #expect(names.unicode(try Build.name("evil.test")) == "e\\u{202e}vil.test")
        #expect(names.unicode(DNSName.root) == nil)
    }
}
