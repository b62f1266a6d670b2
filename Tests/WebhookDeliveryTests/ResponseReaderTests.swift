import TestSupport
import Testing

@testable import WebhookDelivery

/// What is kept of an answer, line by line.
@Suite struct ResponseReaderTests {
    private func read(_ lines: String...) -> ResponseReader {
        var reader = ResponseReader()
        for line in lines { _ = reader.readHeader(Array((line + "\r\n").utf8)) }
        return reader
    }

    @Test("know the status only when the header is complete")
    func completeness() {
        #expect(read("HTTP/1.1 200 OK", "A: b").status == nil)
        #expect(read("HTTP/1.1 200 OK", "A: b", "").status == 200)
        #expect(read("HTTP/2 404 ", "").status == 404)
        #expect(read("HTTP/1.1 103 Hints", "").status == nil)
        #expect(
            read("HTTP/1.1 103 Hints", "Retry-After: 1", "", "HTTP/1.1 503 No", "").retryAfter
                == nil
        )
    }

    @Test("find the fields whatever their case, and none in trailers")
    func fields() {
        let reader = read(
            "HTTP/1.1 503 No",
            "rEtRy-aFtEr: \t 7",
            "LOCATION:x",
            "",
            "Retry-After: 9"
        )
        #expect(reader.retryAfter == "7")
        #expect(reader.location == "x")
        #expect(read("HTTP/1.1 503 No", "Retry-After", "Retry-After:", "").retryAfter == nil)
    }

    @Test("end a header that goes past its limit, which after the status is no fault")
    func headerLimit() {
        let line = Array(("A: " + String(repeating: "b", count: 997)).utf8)
        var reader = read("HTTP/1.1 200 OK")
        var count = 0
        while reader.readHeader(line) { count += 1 }
        #expect(count == 65)
        #expect(reader.isHeaderTooLarge)
        var trailers = read("HTTP/1.1 200 OK", "")
        while trailers.readHeader(line) {}
        #expect(!trailers.isHeaderTooLarge)
        #expect(trailers.status == 200)
    }

    @Test("keep the beginning of the body and end it at its limit")
    func bodyLimit() {
        var reader = ResponseReader()
        let piece = Array(repeating: UInt8(ascii: "a"), count: 1_000)
        var count = 0
        while reader.readBody(piece) { count += 1 }
        #expect(count == 65)
        #expect(reader.body.count == ResponseReader.bodyKept)
    }

    @Test("never trap, whatever comes", arguments: 0..<200)
    func hostile(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        var reader = ResponseReader()
        let starts = ["HTTP/1.1 ", "HTTP/", "Retry-After:", "Location: ", "", "\r\n", ":"]
        for _ in 0..<50 {
            let start = starts.randomElement(using: &generator) ?? ""
            let line =
                Array(start.utf8) + generator.bytes(Int.random(in: 0...40, using: &generator))
            _ = reader.readHeader(line)
        }
        var end = TransferEnd()
        end.response = reader
        #expect(!end.outcome.description.contains("\n"))
    }
}
