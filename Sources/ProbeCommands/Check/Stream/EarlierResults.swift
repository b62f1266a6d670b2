import Glibc
import ProbeModel
import Rendering

/// Reads what an interrupted run has written: which domains are done, and how they are.
struct EarlierResults {
    /// The longest line that a run writes, in bytes: 256 hosts with dozens of sessions each stay far below.
    private static let maximumLine = 64 << 20

    private static let blockSize = 1 << 20

    /// The domains that are done.
    private(set) var done = NameFingerprints()

    /// What was found of them.
    private(set) var tally = VerdictTally()

    private let path: String
    private var lineNumber = 0

    init(path: String) { self.path = path }

    /// Reads all lines.
    ///
    /// - Returns: Where the last whole line ends, in bytes.
    /// - Throws: ``CommandFailure`` where it cannot be read, or is something else.
    mutating func read(_ descriptor: Int32) throws -> Int {
        var buffer = [UInt8](repeating: 0, count: Self.blockSize)
        var rest: [UInt8] = []
        var end = 0
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw CommandFailure.inputOutput(
                    "cannot read \(path): \(String(cString: strerror(errno)))"
                )
            }
            guard count > 0 else { break }
            rest += buffer[..<count]
            guard let last = rest.lastIndex(of: UInt8(ascii: "\n")) else {
                if rest.count > Self.maximumLine { throw foreign }
                continue
            }
            for line in rest[..<last].split(
                separator: UInt8(ascii: "\n"),
                omittingEmptySubsequences: false
            ) {
                try add(line)
            }
            end += last + 1
            rest.removeSubrange(...last)
        }
        // A part of a line can only be cut off where it is certain that a run began it.
        let beginning = Array(Self.domainKey.utf8.prefix(rest.count))
        guard rest.prefix(beginning.count).elementsEqual(beginning) else {
            lineNumber += 1
            throw foreign
        }
        return end
    }

    private static let domainKey = #"{"domain":""#

    private mutating func add(_ line: ArraySlice<UInt8>) throws {
        lineNumber += 1
        var text = line
        guard text.last == UInt8(ascii: "}"), let domain = Self.value(Self.domainKey, in: &text),
            let name = DomainName(domain),
            let verdict = Self.value(#""verdict":""#, in: &text).flatMap(Verdict.init(rawValue:)),
            let severity = Self.value(#""severity":""#, in: &text)
                .flatMap(Severity.init(rawValue:)),
            let isInterrupted = Self.flag(#""interrupted":"#, in: &text)
        else { throw foreign }
        // What was cut short is asked again.
        guard !isInterrupted, done.insert(name) else { return }
        tally.add(verdict, severity)
    }

    /// The text between a key and the next quotation mark, neither of which is escaped in names and words.
    private static func value(_ key: String, in text: inout ArraySlice<UInt8>) -> String? {
        guard skip(key, in: &text), let end = text.firstIndex(of: UInt8(ascii: "\"")) else {
            return nil
        }
        defer { text = text[end...] }
        return String(decoding: text[..<end], as: UTF8.self)
    }

    private static func flag(_ key: String, in text: inout ArraySlice<UInt8>) -> Bool? {
        guard skip(key, in: &text) else { return nil }
        if text.starts(with: "true".utf8) { return true }
        return text.starts(with: "false".utf8) ? false : nil
    }

    private static func skip(_ key: String, in text: inout ArraySlice<UInt8>) -> Bool {
        let key = Array(key.utf8)
        var start = text.startIndex
        while text.endIndex - start >= key.count {
            if text[start] == key[0], text[start..<start + key.count].elementsEqual(key) {
                text = text[(start + key.count)...]
                return true
            }
            start += 1
        }
        return false
    }

    private var foreign: CommandFailure {
        .inputOutput(
            "line \(lineNumber) of \(path) is no result of check --format ndjson; it is left as it is"
        )
    }
}
