import Synchronization

/// A value that tests wait upon: no polling, no sleeping.
final class Watched<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var waiters:
            [(isMet: @Sendable (Value) -> Bool, continuation: CheckedContinuation<Void, Never>)] =
                []
    }

    private let state: Mutex<State>

    init(_ value: Value) { state = Mutex(State(value: value)) }

    var value: Value { state.withLock(\.value) }

    /// Changes the value, and wakes those whose condition now holds.
    @discardableResult
    func change<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result {
        let (result, woken) = state.withLock { state in
            let result = body(&state.value)
            let value = state.value
            let woken = state.waiters.filter { $0.isMet(value) }.map(\.continuation)
            state.waiters.removeAll { $0.isMet(value) }
            return (result, woken)
        }
        for continuation in woken { continuation.resume() }
        return result
    }

    /// Waits until the value meets a condition.
    func wait(until isMet: @escaping @Sendable (Value) -> Bool) async {
        await withCheckedContinuation { continuation in
            let holds = state.withLock { state in
                if isMet(state.value) { return true }
                state.waiters.append((isMet, continuation))
                return false
            }
            if holds { continuation.resume() }
        }
    }
}
