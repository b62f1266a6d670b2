import Synchronization

/// Sessions that are begun from several tasks, and ended or awaited together.
final class SessionGroup: Sendable {
    private struct State {
        var tasks: [Task<Void, Never>] = []
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Begins a session; nothing is begun once the others have been ended.
    func add(_ session: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            guard !state.isCancelled else { return }
            state.tasks.append(Task { await session() })
        }
    }

    /// Ends all sessions.
    func cancel() {
        let tasks = state.withLock { state in
            state.isCancelled = true
            return state.tasks
        }
        for task in tasks { task.cancel() }
    }

    /// Waits until all sessions are over, those included that others begin meanwhile.
    func wait() async {
        var awaited = 0
        while let task = state.withLock({ $0.tasks.dropFirst(awaited).first }) {
            await task.value
            awaited += 1
        }
    }
}
