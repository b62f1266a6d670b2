import Synchronization

/// Something that is found out once a run, by the first who asks; the others wait for it.
final class OnceOnly<Value: Sendable>: Sendable {
    private let task = Mutex<Task<Value, Never>?>(nil)

    /// What was found out; `work` is done only for the first who asks.
    func value(_ work: @escaping @Sendable () async -> Value) async -> Value {
        let task = task.withLock { task in
            if let task { return task }
            let begun = Task { await work() }
            task = begun
            return begun
        }
        return await task.value
    }
}
