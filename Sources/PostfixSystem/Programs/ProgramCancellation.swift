import Synchronization

/// Tells a running program's thread that nobody waits for it any more.
final class ProgramCancellation: Sendable {
    private let flag = Atomic(false)

    /// Whether the program is to be stopped.
    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Asks for the program to be stopped; it may take ``ChildProgram/interval``.
    func cancel() { flag.store(true, ordering: .relaxed) }
}
