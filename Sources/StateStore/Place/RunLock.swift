internal import Glibc
internal import ProbeModel

/// The right to be the one run on a state database.
///
/// An advisory lock (flock(2)) on a file beside the database. The kernel lets it go with the process, so none is
/// left behind after a kill; the file itself stays, because removing it would let two runs hold two files of one
/// name. Programs that the run starts do not inherit it.
package final class RunLock: Sendable {
    /// What came of asking for the lock.
    package enum Attempt: Sendable {
        /// It is ours until the value goes.
        case taken(RunLock)
        /// Another run has it.
        case held(Holder)
        /// It could not be asked for.
        case failed(StateStoreError)
    }

    /// The run that has the lock, as it told itself.
    package struct Holder: Hashable, Sendable {
        /// Its process; `nil` when it has not told yet.
        package let pid: Int32?
        /// When it started, in seconds since 1970 (UTC); `nil` when it has not told yet.
        package let since: Int64?
    }

    /// What is added to the database's path.
    static let suffix = ".lock"

    /// The longest text that a holder writes: two numbers, a space and a line end.
    private static let longestText = 64

    private let file: Int32

    private init(file: Int32) { self.file = file }

    deinit {
        // A run that ends leaves no name behind that the next one could be told.
        ftruncate(file, 0)
        // A child that has not reached its program yet has the file open as well; closing alone would wait for it.
        flock(file, LOCK_UN)
        close(file)
    }

    /// Asks for the lock of a database; does not wait.
    ///
    /// - Parameters:
    ///   - location: The database.
    ///   - time: When this run started, in seconds since 1970 (UTC).
    /// - Returns: The lock, or who has it, or why it could not be asked for.
    package static func take(for location: StateLocation, at time: Int64) -> Attempt {
        guard let database = StatePath.absolute(location.path) else {
            return .failed(failure(location.path, ENOENT))
        }
        if let error = StateDirectory.make(for: database, atMost: location.madeDirectories)
            ?? StateDirectory.judge(database)
        {
            return .failed(error)
        }
        let path = database + suffix
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard file >= 0 else { return .failed(failure(path, errno)) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(file) }
            return errno == EWOULDBLOCK ? .held(holder(file)) : .failed(failure(path, errno))
        }
        write(Array("\(getpid()) \(time)\n".utf8), to: file)
        return .taken(RunLock(file: file))
    }

    /// The name is a courtesy: where a full disk refuses it, the lock holds all the same.
    private static func write(_ text: [UInt8], to file: Int32) {
        guard ftruncate(file, 0) == 0 else { return }
        _ = text.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    private static func holder(_ file: Int32) -> Holder {
        var buffer = [UInt8](repeating: 0, count: longestText)
        let count = pread(file, &buffer, buffer.count, 0)
        let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard words.count == 2, let pid = Int32(words[0]), pid > 0, let since = Int64(words[1])
        else { return Holder(pid: nil, since: nil) }
        return Holder(pid: pid, since: since)
    }

    private static func failure(_ path: String, _ code: Int32) -> StateStoreError {
        let kind: StateStoreError.Kind =
            switch code {
            case EACCES, EROFS, EPERM: .readOnly
            case ENOSPC, EDQUOT: .full
            case ELOOP, ENXIO, EISDIR: .notAFile
            default: .failed
            }
        return StateStoreError(
            kind,
            "cannot lock \(SafeText.escape(path)) against overlapping runs: \(SystemText.of(code));"
                + " check the state directory"
        )
    }
}
