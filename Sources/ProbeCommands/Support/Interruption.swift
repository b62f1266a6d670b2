import Glibc

/// Turns SIGINT and SIGTERM into a call, on a thread of its own.
///
/// The signals are handled and not blocked: the main thread of an asynchronous program waits in sigsuspend(2) with
/// no signal blocked, so it would take the default action whatever mask it was started with.
enum Interruption {
    /// Makes a write to a closed pipe an error code, not the end of the process.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Calls `action` at the first signal; the second ends the process at once.
    static func onFirstSignal(_ action: @escaping @Sendable () -> Void) {
        // Also makes the channel before a handler can need it.
        guard channel.input >= 0 else { return }
        let box = Unmanaged.passRetained(Action(run: action))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { pointer in
                guard let pointer else { return nil }
                let action = Unmanaged<Action>.fromOpaque(pointer).takeRetainedValue()
                guard Interruption.next() != nil else { return nil }
                action.run()
                if let signal = Interruption.next() { _exit(128 + Int32(signal)) }
                return nil
            },
            box.toOpaque()
        )
        guard status == 0 else {
            box.release()
            return
        }
        pthread_detach(thread)
        for number in [SIGINT, SIGTERM] { signal(number, Interruption.report) }
    }

    private final class Action: Sendable {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Leads from the handlers to the thread; a byte is a signal's number.
    private static let channel: (output: Int32, input: Int32) = {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (-1, -1) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }()

    /// The handler; it may only do what is safe in one (signal-safety(7)).
    private static let report: @convention(c) (Int32) -> Void = { number in
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Interruption.channel.input, &byte, 1)
        errno = saved
    }

    /// Waits for the next signal; `nil` when none will be told.
    private static func next() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(channel.output, &byte, 1)
            if count == 1 { return byte }
            guard count < 0, errno == EINTR else { return nil }
        }
    }
}
