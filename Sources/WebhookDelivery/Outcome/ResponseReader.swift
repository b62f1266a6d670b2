/// What is kept of an answer while it comes, whatever a server sends.
struct ResponseReader: Sendable {
    /// The most bytes of header, over all answers of one request: four times what common servers send at all.
    static let headerLimit = 64 * 1_024

    /// How much of the body is kept, in bytes: an error message fits, with what has to be hidden in it.
    static let bodyKept = 4 * 1_024

    /// After how much of the body the rest is not waited for, in bytes.
    ///
    /// An ordinary answer ends before that, and its connection can be used again.
    static let bodyLimit = 64 * 1_024

    /// The longest value that is kept of a field, in bytes.
    private static let valueLimit = 2 * 1_024

    /// The final status, once the whole header has come.
    private(set) var status: Int?
    /// The beginning of the body.
    private(set) var body: [UInt8] = []
    /// The value of `Retry-After`.
    private(set) var retryAfter: String?
    /// The value of `Location`.
    private(set) var location: String?
    /// Whether the header went past its limit.
    private(set) var isHeaderTooLarge = false

    private var pendingStatus: Int?
    private var headerSize = 0
    private var bodySize = 0

    /// Takes a line of a header; false ends the transfer.
    mutating func readHeader(_ line: some Collection<UInt8>) -> Bool {
        headerSize += line.count
        guard headerSize <= ResponseReader.headerLimit else {
            // After the body nothing in the header matters any more.
            isHeaderTooLarge = status == nil
            return false
        }
        // Trailers come this way too.
        guard status == nil else { return true }
        let text = String(decoding: line.prefix(ResponseReader.valueLimit), as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            start(text)
        } else if text.utf8.allSatisfy({ $0 == 0x0d || $0 == 0x0a }) {
            finish()
        } else {
            readField(text)
        }
        return true
    }

    /// Takes a piece of the body; false ends the transfer.
    mutating func readBody(_ bytes: some Collection<UInt8>) -> Bool {
        bodySize += bytes.count
        body += bytes.prefix(ResponseReader.bodyKept - body.count)
        return bodySize <= ResponseReader.bodyLimit
    }

    /// Begins an answer; fields of the one before, such as a 103, are forgotten.
    private mutating func start(_ line: String) {
        pendingStatus = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        retryAfter = nil
        location = nil
    }

    private mutating func finish() {
        // Informational answers (1xx) come before the final one.
        if let pendingStatus, pendingStatus >= 200 { status = pendingStatus }
    }

    private mutating func readField(_ line: String) {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
        let value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
            .split(whereSeparator: \.isNewline).first.map(String.init)
        switch line[..<colon].lowercased() {
        case "retry-after": retryAfter = value
        case "location": location = value
        default: break
        }
    }
}
