import Foundation
import ProcessTestSupport
import Synchronization

/// The runs of all cases, several at a time, each once however many tests look at it.
///
/// Most of a run is waiting for a server to be silent, so one after the other would take many minutes.
final class CaseRuns: Sendable {
    /// How many run at once: enough to wait in parallel, few enough for two cores.
    private static let width = 10

    static let shared = CaseRuns()

    private struct State {
        var waiting: [NetworkCase] = []
        var results: [NetworkCase: Result<Transcript, any Error>] = [:]
        var listeners: [NetworkCase: [CheckedContinuation<Transcript, any Error>]] = [:]
        var known: Set<NetworkCase> = []
        var workers = 0
    }

    private let state = Mutex(State())

    /// Has cases run that tests will ask for later.
    func prepare(_ cases: [NetworkCase]) {
        let new = state.withLock { state in
            for item in cases where state.known.insert(item).inserted { state.waiting.append(item) }
            let new = min(Self.width - state.workers, state.waiting.count)
            state.workers += new
            return new
        }
        for _ in 0..<max(0, new) { Thread.detachNewThread { self.work() } }
    }

    /// What came of a case; waits until it has run.
    func transcript(of item: NetworkCase) async throws -> Transcript {
        prepare([item])
        return try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state in
                if let result = state.results[item] { return Optional(result) }
                state.listeners[item, default: []].append(continuation)
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }

    private func work() {
        while let item = next() {
            let result = Result<Transcript, any Error> {
                let folder = try TemporaryFolder()
                return try item.run(on: .shared, folder: folder).transcript()
            }
            let listeners = state.withLock { state in
                state.results[item] = result
                return state.listeners.removeValue(forKey: item) ?? []
            }
            for listener in listeners { listener.resume(with: result) }
        }
    }

    private func next() -> NetworkCase? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.workers -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
