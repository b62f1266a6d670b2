import Glibc
import ProbeModel
import Rendering
import Synchronization

/// Shows how far a long run is, in one line at the foot of a terminal.
///
/// Nothing is shown where standard error is no terminal, or the results themselves appear on it.
final class TerminalProgress: Sendable {
    /// How often the line is written anew.
    private static let interval = Duration.milliseconds(500)

    private let isShown: Bool
    private let source: DomainSource
    private let start: ContinuousClock.Instant
    private let tally = Mutex(VerdictTally())
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Begins.
    init(_ source: DomainSource, start: ContinuousClock.Instant, resultsOnTerminal: Bool) {
        self.source = source
        self.start = start
        isShown = isatty(STDERR_FILENO) == 1 && !resultsOnTerminal
        guard isShown else { return }
        let begun = Task { [weak self] in
            while (try? await Task.sleep(for: Self.interval)) != nil { self?.show() }
        }
        task.withLock { $0 = begun }
    }

    /// Takes note of what is done.
    func update(_ tally: VerdictTally) {
        guard isShown else { return }
        self.tally.withLock { $0 = tally }
    }

    /// Ends, and leaves nothing on the terminal.
    func end() {
        task.withLock { $0?.cancel() }
        if isShown { Console.tell("\r\u{1b}[K") }
    }

    private func show() {
        let tally = tally.withLock { $0 }
        let text = ProgressText(
            done: tally.total,
            troubled: tally.troubled,
            elapsed: start.duration(to: .now),
            share: source.share
        )
        Console.tell("\r\(text.line)\u{1b}[K")
    }
}
