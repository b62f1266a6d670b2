import DNSTestSupport
import Glibc
import MXResolution
import ProbeModel
import Testing

/// The answers of a real, signed server, to replay.
struct RecordedZone: Sendable {
    /// Which set of answers.
    enum Kind: String {
        case signed
        case stripped
    }

    /// The trust anchors, by the name they belong to: `.` and `test.`.
    let anchors: [String: TrustAnchors]

    private let answers: [String: [WireQuestion: [UInt8]]]

    /// Reads the recording.
    init() throws {
        let text = try RecordedZone.text()
        var answers: [String: [WireQuestion: [UInt8]]] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            let bytes = RecordedZone.bytes(words[3])
            answers[String(words[0]), default: [:]][try DNSMessage.parse(bytes).question] = bytes
        }
        self.answers = answers
        let comments = text.split(separator: "\n").filter {
            $0.hasPrefix("# ") && $0.contains(" DS ")
        }
        var anchors: [String: TrustAnchors] = [:]
        for comment in comments {
            anchors[String(comment.split(separator: " ")[1])] = TrustAnchors(
                text: Array(comment.utf8.dropFirst(2))
            )
        }
        self.anchors = anchors
    }

    /// The recorded answer to a query; a server failure where there is none.
    func answer(_ query: FakeServer.Query, _ kind: Kind) -> [UInt8] {
        guard var bytes = answers[kind.rawValue]?[query.message.question] else {
            return query.answer(rcode: 2).build()
        }
        bytes.replaceSubrange(0..<2, with: MessageBuilder.bigEndian(query.message.id))
        return bytes
    }

    /// The same with the first MX record's preference changed, which its signature does not cover.
    func tampered(_ query: FakeServer.Query) throws -> [UInt8] {
        var bytes = answer(query, .signed)
        let message = try DNSMessage.parse(bytes)
        if message.question.type == RecordType.mx.rawValue, let record = message.answers.first {
            bytes[record.data.lowerBound + 1] ^= 1
        }
        return bytes
    }

    private static func text(file: String = #filePath) throws -> String {
        let path = file.split(separator: "/").dropLast().joined(separator: "/")
        let descriptor = open("/" + path + "/Fixtures/answers.txt", O_RDONLY)
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer[..<(try #require(count > 0 ? count : nil))], as: UTF8.self)
    }

    private static func bytes(_ hexadecimal: Substring) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) ?? 0
        }
    }
}
