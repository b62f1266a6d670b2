import Synchronization

/// Something that happens once, and that others want to hear of.
final class AsyncSignal: Sendable {
    private struct State {
        var hasFired = false
        var listeners: [Int: @Sendable () -> Void] = [:]
        var lastNumber = 0
    }

    private let state = Mutex(State())

    /// Whether it has happened.
    var hasFired: Bool { state.withLock(\.hasFired) }

    /// Makes it happen; later calls do nothing.
    func fire() {
        let listeners = state.withLock { state in
            state.hasFired = true
            defer { state.listeners = [:] }
            return state.listeners.sorted { $0.key < $1.key }.map(\.value)
        }
        for listener in listeners { listener() }
    }

    /// Calls `listener` when it happens, or now if it has; the listener must not block.
    ///
    /// - Returns: A number to take the listener back by, for those who stop waiting before it happens.
    @discardableResult
    func onFire(_ listener: @escaping @Sendable () -> Void) -> Int {
        let (number, isOver) = state.withLock { state in
            state.lastNumber += 1
            if !state.hasFired { state.listeners[state.lastNumber] = listener }
            return (state.lastNumber, state.hasFired)
        }
        if isOver { listener() }
        return number
    }

    /// Forgets a listener; one that was called already is none any more.
    func remove(_ number: Int) { state.withLock { _ = $0.listeners.removeValue(forKey: number) } }

    /// Waits until it happens; not cut short by cancellation, so that it must be sure to happen.
    func wait() async {
        await withCheckedContinuation { continuation in onFire { continuation.resume() } }
    }

    /// Waits until it happens or some time has passed.
    func wait(atMost limit: Duration, on clock: any Clock<Duration>) async {
        let isOver = AsyncSignal()
        let timer = Task {
            try? await clock.sleep(for: limit)
            isOver.fire()
        }
        let number = onFire { isOver.fire() }
        await withTaskCancellationHandler {
            await isOver.wait()
        } onCancel: {
            isOver.fire()
        }
        remove(number)
        timer.cancel()
    }
}
