import Glibc

/// Waits for something that another process does.
enum Waiting {
    /// After this long it will not come any more.
    private static let limit = Duration.seconds(30)

    private static let interval = Duration.milliseconds(5)

    /// Comes back when the condition holds; throws when it never does.
    static func until(_ condition: () throws -> Bool) async throws {
        let start = ContinuousClock.now
        while try !condition() {
            guard start.duration(to: .now) < limit else {
                throw NetworkFailure("waited for 30 s in vain")
            }
            try await Task.sleep(for: interval)
        }
    }

    /// As `until`, but keeps the calling thread, for what is over soon.
    static func onThisThread(until condition: () throws -> Bool) throws {
        let start = ContinuousClock.now
        while try !condition() {
            guard start.duration(to: .now) < limit else {
                throw NetworkFailure("waited for 30 s in vain")
            }
            usleep(1_000)
        }
    }
}
