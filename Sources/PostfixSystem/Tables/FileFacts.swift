import Glibc

/// What the file system says of a file of a table.
public struct FileFacts: Hashable, Sendable {
    /// The path that was asked for.
    public let path: String

    /// The number of the owner.
    public let owner: UInt32

    /// The number of the group.
    public let group: UInt32

    /// The permission bits, such as 0o644.
    public let mode: UInt32

    /// The size in bytes.
    public let size: Int64

    /// The last modification, in nanoseconds since 1970 (UTC).
    public let modified: Int64

    /// Whether the path is a symbolic link; all else is told of what it leads to.
    public let isLink: Bool

    /// Whether this user may read it.
    public let isReadable: Bool

    /// The number of the owner of the directory that it is in; `nil` where that could not be told.
    public let directoryOwner: UInt32?

    /// The permission bits of that directory; `nil` where they could not be told.
    public let directoryMode: UInt32?

    /// Whether somebody other than root could put another file there although root owns this one: `postmap` warns
    /// about that, because root then writes where that user says.
    public var isRootOwnedElsewhere: Bool { owner == 0 && directoryOwner.map { $0 != 0 } == true }

    /// Asks about a file.
    public static func read(_ path: String) -> Result<FileFacts, TableFault> {
        var status = stat()
        guard stat(path, &status) == 0 else { return .failure(TableText.fault(errno)) }
        if let fault = TableText.fault(ofKind: status) { return .failure(fault) }
        return .success(FileFacts(path, status))
    }

    private init(_ path: String, _ status: stat) {
        self.path = path
        owner = status.st_uid
        group = status.st_gid
        mode = status.st_mode & 0o7777
        size = Int64(status.st_size)
        let (nanoseconds, overflow) = Int64(status.st_mtim.tv_sec)
            .multipliedReportingOverflow(by: 1_000_000_000)
        modified = overflow ? .max : nanoseconds + Int64(status.st_mtim.tv_nsec)
        var link = stat()
        isLink = lstat(path, &link) == 0 && link.st_mode & S_IFMT == S_IFLNK
        isReadable = access(path, R_OK) == 0
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var folder = stat()
        let isKnown = stat(directory.isEmpty ? "/" : directory, &folder) == 0
        directoryOwner = isKnown ? folder.st_uid : nil
        directoryMode = isKnown ? folder.st_mode & 0o7777 : nil
    }
}
