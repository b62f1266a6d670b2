internal import Glibc
internal import ProbeModel

/// The directory of the state, made and judged before anything is opened in it.
enum StateDirectory {
    /// For the owner alone: which domains mail goes to is nobody else's business.
    private static let directoryMode: mode_t = 0o700
    private static let fileMode: mode_t = 0o600

    /// The smallest database in bytes: one page of SQLite's smallest size.
    private static let leastDatabase: off_t = 512

    /// Makes the directories that are missing.
    static func make(for path: String, atMost count: Int) -> StateStoreError? {
        let missing = StatePath.prefixes(of: StatePath.directory(of: path))
            .drop { access($0, F_OK) == 0 }
        let above = missing.first.map(StatePath.directory) ?? ""
        guard missing.count <= count else {
            return StateStoreError(
                .directory,
                "cannot make the state directory: \(SafeText.escape(above)) lacks"
                    + " \(SafeText.escape(String(missing.first ?? ""))); make it, or name another file"
            )
        }
        for directory in missing where mkdir(directory, directoryMode) != 0 && errno != EEXIST {
            let reason = SystemText.of(errno)
            return StateStoreError(
                errno == EROFS || errno == EACCES
                    ? .readOnly : errno == ENOSPC ? .full : .directory,
                "cannot make the state directory \(SafeText.escape(directory)): \(reason);"
                    + " make it, or name another file"
            )
        }
        return nil
    }

    /// Whether somebody else could exchange what root is about to write; no complaint for anybody but root.
    ///
    /// Each directory from the root on counts, both as the path is written and as links resolve it.
    static func judge(_ path: String, user: uid_t = geteuid()) -> StateStoreError? {
        guard user == 0 else { return nil }
        let directory = StatePath.directory(of: path)
        var status = stat()
        if lstat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
            return danger(directory, "is a symbolic link")
        }
        let resolved = StatePath.resolved(directory) ?? directory
        let written = StatePath.prefixes(of: directory)
        let followed = StatePath.prefixes(of: resolved)
        let ends = [written.last, followed.last]
        for part in written + followed where lstat(part, &status) == 0 {
            if status.st_uid != 0 { return danger(part, "belongs to another user") }
            // Modes of links mean nothing; in a directory with the sticky bit others cannot exchange ours.
            let isShared =
                status.st_mode & S_IFMT == S_IFDIR && status.st_mode & S_IWOTH != 0
            if isShared, ends.contains(part) || status.st_mode & S_ISVTX == 0 {
                return danger(part, "can be written by everybody")
            }
        }
        return nil
    }

    /// What a path that is there names: `nil` for nothing, or for a regular file that is ours to use.
    static func judgeFile(_ path: String, user: uid_t = geteuid()) -> StateStoreError? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            return StateStoreError(
                .directory,
                "cannot reach state database \(SafeText.escape(path)): \(SystemText.of(errno));"
                    + " check the directory"
            )
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG where user == 0 && status.st_uid != 0:
            return danger(path, "belongs to another user")
        case S_IFREG where user == 0 && status.st_mode & S_IWOTH != 0:
            return danger(path, "can be written by everybody")
        case S_IFREG where status.st_size > 0 && status.st_size < leastDatabase:
            // SQLite itself would take a file of one byte for an empty one, and write over it.
            return StateStoreError(
                .corrupt,
                "state database \(SafeText.escape(path)) is no database;"
                    + " \(StateStoreError.Advice.corrupt)"
            )
        case S_IFREG: return nil
        case S_IFLNK: return notAFile(path, "is a symbolic link")
        case S_IFDIR: return notAFile(path, "is a directory")
        default: return notAFile(path, "is not a regular file")
        }
    }

    /// Makes an empty file, which SQLite takes for a new database; its journals get the same mode.
    static func makeFile(_ path: String) -> StateStoreError? {
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, fileMode)
        if file >= 0 {
            close(file)
            return nil
        }
        let code = errno
        if code == EEXIST { return nil }
        let kind: StateStoreError.Kind =
            switch code {
            case EACCES, EROFS, EPERM: .readOnly
            case ENOSPC, EDQUOT: .full
            default: .directory
            }
        return StateStoreError(
            kind,
            "cannot make state database \(SafeText.escape(path)): \(SystemText.of(code));"
                + " check the directory, or name another file"
        )
    }

    private static func danger(_ path: String, _ problem: String) -> StateStoreError {
        StateStoreError(
            .unsafe,
            "will not keep state for root below \(SafeText.escape(path)), which \(problem);"
                + " use a directory that only root can change"
        )
    }

    private static func notAFile(_ path: String, _ problem: String) -> StateStoreError {
        StateStoreError(
            .notAFile,
            "cannot use state database \(SafeText.escape(path)): it \(problem); name a regular file"
        )
    }
}
