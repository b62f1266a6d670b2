import ProbeModel
import TransportMap

/// Asks Postfix itself for keys of a table: `postmap -q - type:name`.
///
/// Keys go through standard input, so that none of them can be taken for an option or seen in a list of processes.
struct TableQuery: Sendable {
    /// How long one run may take: a database that has not answered by then has Postfix wait too.
    static let standardPatience = Duration.seconds(20)

    /// The most keys in one run; what they answer is then far below the limit of a program's output.
    static let batchSize = 5_000

    /// How many runs a batch may take after a key in it has failed: `postmap` gives up at the first such key and
    /// does not say which one it was.
    static let runsAfterFailure = 32

    let installation: PostfixInstallation
    /// The table as `postmap` is told it.
    let table: String
    var patience = standardPatience

    /// What was answered, key by key, and what was warned about.
    struct Answers: Sendable {
        var values: [TableAnswer] = []
        var warnings: [String] = []
        /// Whether the table does not answer at all, so that asking again only costs time.
        var isHanging = false
    }

    /// The answers to keys, in their order; blocks the calling thread.
    func answers(to keys: [[UInt8]]) -> Answers {
        var answers = Answers()
        var rest = keys[...]
        while !rest.isEmpty {
            var runs = Self.runsAfterFailure
            let batch = rest.prefix(Self.batchSize)
            if answers.isHanging, let last = answers.values.last {
                answers.values += Array(repeating: last, count: batch.count)
            } else {
                ask(batch, &answers, &runs)
            }
            rest = rest.dropFirst(batch.count)
        }
        return answers
    }

    /// Asks for a few keys at once, and for half of them where that fails.
    private func ask(_ keys: ArraySlice<[UInt8]>, _ answers: inout Answers, _ runs: inout Int) {
        switch run(keys, &answers) {
        case .success(let values): answers.values += values
        case .failure(let error):
            guard keys.count > 1, runs > 1, !answers.isHanging else {
                answers.values += keys.map { _ in .failed(error.message) }
                return
            }
            runs -= 2
            let middle = keys.startIndex + keys.count / 2
            ask(keys[..<middle], &answers, &runs)
            ask(keys[middle...], &answers, &runs)
        }
    }

    private func run(
        _ keys: ArraySlice<[UInt8]>,
        _ answers: inout Answers
    ) -> Result<[TableAnswer], PostfixError> {
        let input = keys.filter(Self.isAskable).flatMap { $0 + [UInt8(ascii: "\n")] }
        guard !input.isEmpty else { return .success(keys.map { _ in .absent }) }
        var program = installation.program(.postmap, ["-q", "-", table], input: input)
        program.patience = patience
        let result: ProgramResult
        do {
            result = try ProgramRunner.run(program)
        } catch {
            return .failure(error.postfixError)
        }
        if result.stop == .overdue { answers.isHanging = true }
        // It exits with 1 where it found none of the keys, and where it failed; only then it says so.
        let isAnswer = result.stop == nil && (result.status == 0 || result.status == 1)
        guard isAnswer, result.status == 0 || result.seriousLines.isEmpty else {
            let fault = result.fault(of: program)
            return .failure(fault ?? PostfixError(.programFailed, "postmap failed"))
        }
        answers.warnings += result.errorLines
        return TableAnswerText.read(result.output, for: keys)
    }

    /// Whether a key can stand on a line; Postfix asks for no other.
    static func isAskable(_ key: [UInt8]) -> Bool {
        !key.isEmpty && !key.contains(UInt8(ascii: "\n")) && !key.contains(0)
    }
}
