import Synchronization

/// A value that tests wait upon: no polling, no sleeping.
final class Watched<Value: Sendable>: Sendable {
    private struct Waiter: Sendable {
        let isMet: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var value: Value
        var next = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let state: Mutex<State>

    init(_ value: Value) { state = Mutex(State(value: value)) }

    var value: Value { state.withLock(\.value) }

    /// Changes the value, and wakes those whose condition now holds.
    @discardableResult
    func change<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result {
        let (result, woken) = state.withLock { state in
            let result = body(&state.value)
            let woken = state.waiters.filter { $0.value.isMet(state.value) }
            for key in woken.keys { state.waiters[key] = nil }
            return (result, Array(woken.values))
        }
        for waiter in woken { waiter.continuation.resume() }
        return result
    }

    /// Waits until the value meets a condition, or the task is cancelled, as a test is whose time is over.
    func wait(until isMet: @escaping @Sendable (Value) -> Bool) async {
        let key = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || isMet(state.value) { return true }
                    state.waiters[key] = Waiter(isMet: isMet, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: key) }?.continuation.resume()
        }
    }
}
