import Glibc
import InternationalNames
import ProbeModel
import Synchronization

/// The domains of a run as they come: those named beforehand, then the lines of a file; each once.
final class DomainSource: Sendable {
    /// How many mistakes are told one by one.
    private static let maximumMistakes = 20

    private struct State: ~Copyable {
        var known: [InputName]
        var lines: LineReader?
        var seen = NameFingerprints()
    }

    private let state: Mutex<State>
    private let stopped = Atomic<Bool>(false)
    private let bytesRead = Atomic<Int>(0)
    private let domainCount = Atomic<Int>(0)
    private let mistakeCount = Atomic<Int>(0)
    /// Whether a file is read, whose domains are not known beforehand.
    let isRead: Bool
    private let size: Int?
    private let shard: Shard?
    private let done: NameFingerprints

    /// Opens the source.
    ///
    /// - Parameters:
    ///   - known: The domains that are named already.
    ///   - file: The file that names more; `-` is standard input.
    ///   - shard: The part of them that counts; `nil` for all.
    ///   - done: Those that an earlier run has done.
    /// - Throws: ``CommandFailure`` where the file cannot be read.
    init(known: [InputName], file: String?, shard: Shard?, done: NameFingerprints) throws {
        self.shard = shard
        self.done = done
        isRead = file != nil
        guard let file else {
            size = nil
            state = Mutex(State(known: known, lines: nil))
            return
        }
        let lines = try LineReader(file: file)
        size = lines.size
        state = Mutex(State(known: known, lines: lines))
    }

    /// How many names were no domain names.
    var mistakes: Int { mistakeCount.load(ordering: .relaxed) }

    /// How many domains there were until now, whoever is to check them.
    var count: Int { domainCount.load(ordering: .relaxed) }

    /// How much of the file was read, from 0 to 1; `nil` where its length is not known.
    var share: Double? {
        guard let size, size > 0 else { return nil }
        return min(1, Double(bytesRead.load(ordering: .relaxed)) / Double(size))
    }

    /// Whether no more domains come, and those that have come are not to be begun.
    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// Makes that no more domains come.
    func stop() { stopped.store(true, ordering: .relaxed) }

    /// Waits for the next domains; `nil` when there are no more.
    ///
    /// - Throws: ``CommandFailure`` where the rest cannot be read.
    func next() async throws -> [InputName]? {
        try await BlockingWork.run { [self] in Result { try read() } }.get()
    }

    private func read() throws -> [InputName]? {
        try state.withLock { state in
            if !state.known.isEmpty {
                let known = state.known
                state.known = []
                return known.filter { isWanted($0.name, &state.seen) }
            }
            guard state.lines != nil, !stopped.load(ordering: .relaxed) else { return nil }
            guard let block = try state.lines?.next(isStopped: { stopped.load(ordering: .relaxed) })
            else { return nil }
            bytesRead.store(state.lines?.position ?? 0, ordering: .relaxed)
            var names: [InputName] = []
            for (offset, line) in block.lines.enumerated() {
                let line = line.trimmed
                guard !line.isEmpty, line.utf8.first != UInt8(ascii: "#") else { continue }
                switch DomainNameReader.read(String(line)) {
                case .success(let name): if isWanted(name.name, &state.seen) { names.append(name) }
                case .failure(let mistake):
                    tell(mistake, line: block.firstNumber + offset, of: state.lines?.name ?? "")
                }
            }
            if block.isLast { state.lines = nil }
            return names
        }
    }

    private func isWanted(_ name: DomainName, _ seen: inout NameFingerprints) -> Bool {
        guard seen.insert(name) else { return false }
        domainCount.store(seen.count, ordering: .relaxed)
        return shard?.contains(name) != false && !done.contains(name)
    }

    private func tell(_ mistake: InputNameError, line: Int, of file: String) {
        let count = mistakeCount.wrappingAdd(1, ordering: .relaxed).newValue
        guard count <= Self.maximumMistakes else { return }
        Console.warn("line \(line) of \(file) is left out: \(mistake.description)")
    }
}

extension String {
    /// The text without white space at its ends.
    fileprivate var trimmed: Substring {
        let isSpace = { (character: Character) in character.isWhitespace }
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
