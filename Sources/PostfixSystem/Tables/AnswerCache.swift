import Synchronization
import TransportMap

/// What a table has answered, so that no key is asked for twice in a run.
final class AnswerCache: Sendable {
    /// The most answers that are kept: a few hundred bytes each, and more than a bulk run asks in one go.
    static let capacity = 200_000

    private struct Content {
        var answers: [[UInt8]: TableAnswer] = [:]
        var warnings: [String] = []
        var hanging: TableAnswer?
    }

    private let query: TableQuery
    private let content = Mutex(Content())

    init(_ query: TableQuery) { self.query = query }

    /// What Postfix's programs warned about; each line once.
    var warnings: [String] { content.withLock(\.warnings) }

    /// What the table says about a key; blocks the calling thread where it has to be asked.
    func answer(for key: [UInt8]) -> TableAnswer {
        if let known = known(key) { return known }
        let answers = query.answers(to: [key])
        keep(answers, for: [key])
        return answers.values.first ?? .absent
    }

    /// Asks for all keys that are not known yet at once; blocks the calling thread.
    func preload(_ keys: [[UInt8]]) {
        var seen: Set<[UInt8]> = []
        let missing = keys.filter { known($0) == nil && seen.insert($0).inserted }
        guard !missing.isEmpty else { return }
        keep(query.answers(to: missing), for: missing)
    }

    private func known(_ key: [UInt8]) -> TableAnswer? {
        content.withLock { $0.answers[key] ?? $0.hanging }
    }

    private func keep(_ answers: TableQuery.Answers, for keys: [[UInt8]]) {
        content.withLock { content in
            for (key, answer) in zip(keys, answers.values) {
                if content.answers.count >= Self.capacity { content.answers.removeAll() }
                content.answers[key] = answer
            }
            let new = answers.warnings.filter { !content.warnings.contains($0) }
            content.warnings = Array((content.warnings + new).prefix(Self.mostWarnings))
            // Each further key would cost the whole patience again.
            if answers.isHanging { content.hanging = answers.values.last }
        }
    }

    /// The most warnings that are kept of one table.
    private static let mostWarnings = 20
}
