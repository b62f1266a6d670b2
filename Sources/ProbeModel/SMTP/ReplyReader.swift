/// Turns bytes from a server into SMTP replies, however the bytes are cut (RFC 5321 section 4.2.1).
///
/// A line may end in LF alone and may be a bare code. Where the lines of one reply carry different
/// codes, which RFC 5321 forbids, the last line's code counts, as in Postfix. Bytes that cannot
/// become a reply are refused as soon as they are seen, without waiting for the end of the line, so
/// that a peer that speaks another protocol is told apart at once.
///
/// Feed it with ``append(_:)``, then call ``next()`` until it returns `nil`.
public struct ReplyReader: Sendable {
    /// The longest line accepted, in bytes, line ending included.
    ///
    /// RFC 5321 section 4.5.3.1.5 sets 512; real servers pass it, so this bound only stops a peer
    /// from filling memory.
    public static let maximumLineLength = 4096

    /// The longest reply accepted, in bytes, line endings included.
    ///
    /// The longest EHLO replies in use have some forty lines of well under 100 bytes.
    public static let maximumReplyLength = 65536

    /// The most lines in one reply; stops a peer whose reply never ends long before its bytes do.
    public static let maximumLineCount = 256

    /// What was received and is not yet part of a finished line.
    private var buffer: [UInt8] = []

    /// Where the current line begins in ``buffer``.
    private var lineStart = 0

    /// How far ``buffer`` was searched for the end of the current line.
    private var searched = 0

    /// The texts of the finished lines of the current reply.
    private var lines: [[UInt8]] = []

    /// The bytes that the finished lines of the current reply took, line endings included.
    private var replyLength = 0

    private var refusal: ReplyRefusal?

    /// Creates a reader that expects the beginning of a reply.
    public init() {}

    /// Whether bytes are left that no reply returned so far has used.
    public var hasUnreadBytes: Bool { lineStart < buffer.count || !lines.isEmpty }

    /// Takes bytes, in the order of their arrival; after a refusal they are dropped.
    public mutating func append(_ bytes: [UInt8]) {
        guard refusal == nil else { return }
        searched -= lineStart
        if lineStart == buffer.count {
            buffer = bytes
        } else {
            buffer.removeSubrange(0..<lineStart)
            buffer += bytes
        }
        lineStart = 0
    }

    /// Returns the next reply, or `nil` until one is complete.
    ///
    /// A refusal is final: it is returned again at every call.
    public mutating func next() -> Result<Reply, ReplyRefusal>? {
        if let refusal { return .failure(refusal) }
        while true {
            switch nextLine() {
            case .incomplete: return nil
            case .refused(let reason): return .failure(refuse(reason))
            case .continued: break
            case .last(let code): return .success(finish(code))
            }
        }
    }

    /// What the search for the end of the current line gave.
    private enum Line {
        case incomplete
        case refused(ReplyRefusal.Reason)
        case continued
        case last(ReplyCode)
    }

    private mutating func nextLine() -> Line {
        let left = ReplyReader.maximumReplyLength - replyLength
        let limit = min(ReplyReader.maximumLineLength, left)
        let end = min(buffer.count, lineStart + limit)
        if let reason = ReplyReader.fault(inPrefix: buffer[lineStart..<end]) {
            return .refused(reason)
        }
        guard let lineFeed = buffer[searched..<end].firstIndex(of: ReplyReader.lineFeed) else {
            searched = end
            guard end == lineStart + limit else { return .incomplete }
            return .refused(limit == left ? .replyTooLong : .lineTooLong)
        }
        return take(lineEndingAt: lineFeed)
    }

    /// Takes a line whose prefix was checked out of the buffer.
    private mutating func take(lineEndingAt lineFeed: Int) -> Line {
        var end = lineFeed
        while end > lineStart, buffer[end - 1] == ReplyReader.carriageReturn { end -= 1 }
        guard let code = ReplyReader.code(buffer[lineStart..<end]) else {
            return .refused(.missingCode)
        }
        let separator = lineStart + ReplyReader.codeLength
        let isContinued = separator < end && buffer[separator] == UInt8(ascii: "-")
        guard !isContinued || lines.count + 1 < ReplyReader.maximumLineCount else {
            return .refused(.tooManyLines)
        }
        lines.append(separator < end ? Array(buffer[separator + 1..<end]) : [])
        replyLength += lineFeed + 1 - lineStart
        lineStart = lineFeed + 1
        searched = lineStart
        return isContinued ? .continued : .last(code)
    }

    private mutating func finish(_ code: ReplyCode) -> Reply {
        defer {
            lines = []
            replyLength = 0
        }
        let enhancedCode = lines.last.flatMap {
            EnhancedStatusCode(atStartOf: $0, severity: code.severity)
        }
        return Reply(code: code, lines: lines, enhancedCode: enhancedCode)
    }

    private mutating func refuse(_ reason: ReplyRefusal.Reason) -> ReplyRefusal {
        let bytes = buffer[lineStart...].prefix(ProbeObservation.maximumRawBytes)
        let refusal = ReplyRefusal(reason: reason, bytes: Array(bytes))
        self.refusal = refusal
        buffer = []
        lineStart = 0
        searched = 0
        lines = []
        return refusal
    }
}

extension ReplyReader {
    private static let codeLength = 3
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// What is wrong with the first bytes of a line, as far as they are there; `nil` when nothing is.
    private static func fault(inPrefix line: ArraySlice<UInt8>) -> ReplyRefusal.Reason? {
        for (offset, byte) in line.prefix(codeLength).enumerated() {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                return .missingCode
            }
            let digit = byte - UInt8(ascii: "0")
            let isInRange = offset == 0 ? (2...5).contains(digit) : offset == 2 || digit <= 5
            guard isInRange else { return .codeOutOfRange }
        }
        // What follows a bare code must be the end of the line; servers that send CR twice exist.
        for byte in line.dropFirst(codeLength) {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"):
                return byte == line[line.startIndex + codeLength] ? nil : .missingCode
            case lineFeed: return nil
            case carriageReturn: continue
            default: return .missingCode
            }
        }
        return nil
    }

    /// The code of a line whose first bytes are known to be one.
    private static func code(_ line: ArraySlice<UInt8>) -> ReplyCode? {
        guard line.count >= codeLength else { return nil }
        return ReplyCode(line.prefix(codeLength).reduce(0) { $0 * 10 + Int($1) - 48 })
    }
}
