import Synchronization

/// A clock that stands still until a test moves it.
///
/// A test waits until a task sleeps until the time in question, and then moves the clock there, so that nothing
/// depends on how fast tasks run.
final class VirtualClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper: Sendable {
        let deadline: Instant
        let wake: Watched<Bool>
    }

    private struct State: Sendable {
        var now = Instant(offset: .zero)
        var next = 0
        var sleepers: [Int: Sleeper] = [:]
    }

    private let state = Watched(State())

    var now: Instant { state.value.now }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let wake = Watched(false)
        let key: Int? = state.change { state in
            guard deadline > state.now else { return nil }
            state.next += 1
            state.sleepers[state.next] = Sleeper(deadline: deadline, wake: wake)
            return state.next
        }
        if let key {
            await withTaskCancellationHandler {
                await wake.wait { $0 }
            } onCancel: {
                state.change { $0.sleepers[key] = nil }
            }
        }
        try Task.checkCancellation()
    }

    /// Moves the clock to a time since the start, once so many tasks sleep until then or sooner.
    func advance(to offset: Duration, whenSleeping count: Int = 1) async {
        let time = Instant(offset: offset)
        await state.wait { state in
            state.sleepers.values.count { $0.deadline <= time } >= count
        }
        // Who is woken sleeps no more, however long it takes to get up.
        let woken = state.change { state in
            state.now = max(state.now, time)
            let woken = state.sleepers.filter { $0.value.deadline <= time }
            for key in woken.keys { state.sleepers[key] = nil }
            return woken.values.map(\.wake)
        }
        for wake in woken { wake.change { $0 = true } }
    }

    /// Waits until a task sleeps until a time since the start.
    func waitForSleeper(at offset: Duration) async {
        await state.wait { $0.sleepers.values.contains { $0.deadline.offset == offset } }
    }
}
