import CLinuxSockets
import Glibc

/// A thread of our own, for work that would block one of Swift's few.
package struct WorkerThread: Sendable {
    private let thread: pthread_t

    /// Starts a thread; `nil` when the system has none left.
    ///
    /// Signals stay with the threads that were there before. The kernel keeps 15 bytes of the name.
    package init?(name: String, _ body: @escaping @Sendable () -> Void) {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            work.toOpaque()
        )
        guard result == 0 else {
            work.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits until the thread is done; from the thread itself, only makes sure that nothing of it is kept.
    package func join() {
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    /// Lets the thread end by itself; nobody joins it after that.
    package func detach() { pthread_detach(thread) }

    private final class Work: Sendable {
        private let name: String
        private let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            name_thread(name)
            body()
        }
    }
}
