@testable import WebhookDelivery

/// What must hold for what webhook receivers answer, whatever they send.
///
/// An input is a header, line by line, and a body after the first empty line.
enum ResponseProperties {
    /// The time that dates are read at, in seconds since 1970.
    private static let now: Int64 = 1_790_000_000

    /// More than any text that is shown may have, in characters: an escape takes up to ten for one.
    private static let longestText = 4_096

    /// The first property that an answer breaks, or `nil`.
    static func violation(of input: [UInt8]) -> String? {
        var reader = ResponseReader()
        read(input, with: &reader)
        return readerViolation(reader) ?? delayViolation(reader.retryAfter)
            ?? outcomeViolation(reader) ?? valueViolation(String(decoding: input, as: UTF8.self))
    }

    private static func read(_ input: [UInt8], with reader: inout ResponseReader) {
        var rest = input[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0a).map { $0 + 1 } ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[end...]
            guard reader.readHeader(line) else { return }
            if reader.status != nil { break }
        }
        _ = reader.readBody(rest)
    }

    private static func readerViolation(_ reader: ResponseReader) -> String? {
        if let status = reader.status, status < 200 { return "an informational answer is final" }
        guard reader.body.count <= ResponseReader.bodyKept else { return "too much body is kept" }
        for value in [reader.retryAfter, reader.location].compactMap({ $0 }) {
            guard !value.contains(where: \.isNewline) else { return "a value has several lines" }
        }
        return nil
    }

    private static func delayViolation(_ text: String?) -> String? {
        guard let text, let retryAfter = RetryAfter(text, now: now) else { return nil }
        return retryAfter.delay(at: now) >= 0 ? nil : "a delay is negative"
    }

    private static func outcomeViolation(_ reader: ResponseReader) -> String? {
        var end = TransferEnd()
        end.response = reader
        end.origin = "https://receiver.example:443"
        end.now = now
        let text = end.outcome.description
        guard !text.isEmpty, text.count <= longestText, isPrintable(text) else {
            return "an outcome is not safe to print"
        }
        return nil
    }

    /// The text as the value of each field that is understood.
    private static func valueViolation(_ text: String) -> String? {
        if let violation = delayViolation(text) { return violation }
        if let origin = WebAddress(text)?.origin, !isPrintable(origin) {
            return "an origin is not safe to print"
        }
        return isPrintable(Excerpt.make(of: Array(text.utf8)) + ".")
            ? nil : "an excerpt is not safe to print"
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.value >= 32 && !(127...159).contains($0.value)
                && $0.properties.generalCategory != .format
        }
    }
}
