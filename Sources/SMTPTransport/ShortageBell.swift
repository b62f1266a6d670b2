import ProbeModel
import Synchronization

/// Tells the first shortage of all, and no other.
final class ShortageBell: Sendable {
    private let tell: Mutex<(@Sendable (SystemError) -> Void)?>

    /// Creates a bell; without anybody to tell, it is silent.
    init(_ tell: (@Sendable (SystemError) -> Void)?) { self.tell = Mutex(tell) }

    /// Tells a shortage, if it is the first.
    @Sendable func ring(_ error: SystemError) {
        let tell = tell.withLock { tell in
            defer { tell = nil }
            return tell
        }
        tell?(error)
    }
}
