internal import GRDB
internal import Glibc
internal import ProbeModel

extension StateStoreError {
    /// Reads what GRDB has thrown.
    ///
    /// Neither SQL nor its arguments get into the message.
    ///
    /// - Parameters:
    ///   - error: What was thrown.
    ///   - path: The database.
    ///   - purpose: What was being done, as in `remember this run`.
    init(_ error: any Error, path: String, purpose: String) {
        if let error = error as? StateStoreError {
            self = error
            return
        }
        let failure = "cannot \(purpose): state database \(SafeText.escape(path))"
        guard let error = error as? DatabaseError else {
            // Rows that do not decode: what is stored is not what was written.
            self.init(.corrupt, "\(failure) holds a value that cannot be read; \(Advice.corrupt)")
            return
        }
        let kind = Kind(error, path)
        let said = SafeText.escape(error.message ?? "code \(error.extendedResultCode.rawValue)")
        switch kind {
        case .locked:
            self.init(kind, "\(failure) is locked by another program; try again when it is done")
        case .full: self.init(kind, "\(failure) has no room; free space or raise the limit there")
        case .readOnly:
            self.init(kind, "\(failure) cannot be written; check its owner, mode and file system")
        case .corrupt: self.init(kind, "\(failure) is damaged (\(said)); \(Advice.corrupt)")
        default: self.init(.failed, "\(failure) failed (\(said)); check the disk")
        }
    }

    /// What to do about a fault, as the end of a message.
    enum Advice {
        /// A damaged file is the administrator's to keep or to remove.
        static let corrupt =
            "it is left as it is: move it away to start afresh, or restore a copy"
    }
}

extension StateStoreError.Kind {
    /// Below this many bytes a file system counts as full: SQLite needs a few pages for any change.
    private static let leastRoom: UInt = 65_536

    /// Reads SQLite's result code (https://www.sqlite.org/rescode.html).
    init(_ error: DatabaseError, _ path: String) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt
        case .SQLITE_CANTOPEN, .SQLITE_IOERR:
            // SQLite tells a full disk as an I/O error where it makes its shared memory or a journal.
            if Self.hasNoRoom(path) {
                self = .full
            } else {
                self = Self.isWritable(path) ? .failed : .readOnly
            }
        default: self = .failed
        }
    }

    private static func hasNoRoom(_ path: String) -> Bool {
        var status = statvfs()
        guard statvfs(StatePath.directory(of: path), &status) == 0 else { return false }
        return status.f_bavail * UInt(status.f_frsize) < leastRoom
    }

    /// Whether this process may write a database, or make it.
    static func isWritable(_ path: String) -> Bool {
        // The journal lies beside the database, so the directory counts too.
        access(StatePath.directory(of: path), W_OK) == 0
            && (access(path, W_OK) == 0 || errno == ENOENT)
    }
}
