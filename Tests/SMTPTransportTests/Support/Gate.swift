import Glibc
import Synchronization

/// Holds server threads back until a test lets them go on.
final class Gate: Sendable {
    private let readEnd: Int32
    private let writeEnd: Mutex<Int32?>

    /// How long a thread waits, in milliseconds; only a broken test gets there.
    private static let patience: Int32 = 60_000

    /// Makes a closed gate.
    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        readEnd = ends[0]
        writeEnd = Mutex(ends[1])
    }

    deinit {
        open()
        close(readEnd)
    }

    /// Waits until the gate is open.
    func wait() {
        var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, Gate.patience) < 0, errno == EINTR {}
    }

    /// Lets everybody pass, now and later.
    func open() {
        writeEnd.withLock { end in
            if let end { close(end) }
            end = nil
        }
    }
}
