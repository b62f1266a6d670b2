import Dispatch

/// Work that waits for files and programs, kept off the few threads that asynchronous code shares.
enum BlockingWork {
    /// Does the work on a thread that may wait.
    ///
    /// The thread is no task's: ``Timestamp/now`` is to be asked before, as the work would go by another clock.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }
}
