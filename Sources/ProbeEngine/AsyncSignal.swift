import Synchronization

/// Something that happens once, and that others want to hear of.
final class AsyncSignal: Sendable {
    private struct State {
        var hasFired = false
        var listeners: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Whether it has happened.
    var hasFired: Bool { state.withLock(\.hasFired) }

    /// Makes it happen; later calls do nothing.
    func fire() {
        let listeners = state.withLock { state in
            state.hasFired = true
            defer { state.listeners = [] }
            return state.listeners
        }
        for listener in listeners { listener() }
    }

    /// Calls `listener` when it happens, or now if it has; the listener must not block.
    func onFire(_ listener: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if !state.hasFired { state.listeners.append(listener) }
            return state.hasFired
        }
        if isOver { listener() }
    }

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
        onFire { isOver.fire() }
        await withTaskCancellationHandler {
            await isOver.wait()
        } onCancel: {
            isOver.fire()
        }
        timer.cancel()
    }
}
