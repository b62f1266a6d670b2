import Dispatch

/// Work that waits for files and programs, kept off the few threads that asynchronous code shares.
enum BlockingWork {
    /// Does the work on a thread that may wait.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            // The thread is no task's, and would go by another clock.
            let clock = Timestamp.clock
            DispatchQueue.global().async {
                continuation.resume(returning: Timestamp.$clock.withValue(clock, operation: work))
            }
        }
    }
}
