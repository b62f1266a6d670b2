import Glibc
import ProbeModel
import Rendering

/// The results of a run that may be interrupted and gone on with: lines of NDJSON, each whole or not there.
///
/// Another run on the same file is kept out by a lock (flock(2)).
final class ResultFile: Sendable {
    /// Who may read the file.
    private static let mode: mode_t = 0o644

    /// The domains that are done.
    let done: NameFingerprints

    /// What was found of them.
    let tally: VerdictTally

    private let path: String
    private let descriptor: Int32

    /// Opens the file, or makes it; a last line that is not whole is cut off, as its domain is asked again.
    ///
    /// - Throws: ``CommandFailure`` where that is not possible, another run is at work on it, or it holds something else. It is
    ///   as it was then.
    init(path: String) throws {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, Self.mode)
        guard descriptor >= 0 else { throw Self.failure(path) }
        do {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Self.held(path) }
            var reader = EarlierResults(path: path)
            let end = try reader.read(descriptor)
            guard ftruncate(descriptor, end) == 0 else { throw Self.failure(path) }
            (done, tally, self.descriptor) = (reader.done, reader.tally, descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Adds a line.
    func write(_ line: String) throws {
        guard WholeText.write(line, to: descriptor) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> CommandFailure {
        .inputOutput("cannot go on with \(path): \(String(cString: strerror(errno)))")
    }

    private static func held(_ path: String) -> CommandFailure {
        CommandFailure(
            messages: ["another run is at work on \(path)"],
            hint: nil,
            status: ExitStatus.locked
        )
    }
}
