import Glibc

/// What tells a file from another at the same place: inode number, size and time of modification.
///
/// The device is left out: its number may be another after the machine was started again.
struct FileStamp: Hashable, Sendable {
    let inode: UInt64
    let size: Int64
    let seconds: Int64
    let nanoseconds: Int64

    init(_ status: stat) {
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int64(status.st_mtim.tv_nsec)
    }

    /// Whether the file was modified before another.
    func isOlder(than other: FileStamp) -> Bool {
        (seconds, nanoseconds) < (other.seconds, other.nanoseconds)
    }
}

extension FileStamp {
    /// The stamp as it stands in a journal.
    var text: String { "\(inode):\(size):\(seconds):\(nanoseconds)" }

    /// Reads a stamp of a journal.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, let inode = UInt64(parts[0]), let size = Int64(parts[1]),
            let seconds = Int64(parts[2]), let nanoseconds = Int64(parts[3])
        else { return nil }
        self.inode = inode
        self.size = size
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}
