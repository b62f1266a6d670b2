import CLinuxFiles
import Glibc

/// One file of the index in use, locked against `postmap` and other programs that write it.
struct IndexFile: Sendable {
    /// How long a lock is asked for again, in microseconds: lookups hold it for less.
    private static let interval: UInt32 = 20_000

    let file: OpenFile
    let stamp: FileStamp

    /// Opens and locks a file of the index; `nil` where there is none.
    init?(_ name: String, in folder: Folder, patience: Duration) throws(MapFault) {
        guard let status = try folder.status(of: name) else { return nil }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw MapFault(.notAFile, folder.path(of: name))
        }
        // A file that chattr protects cannot be opened for writing, and only then for want of rights.
        let readable = try OpenFile(name, in: folder, flags: O_RDONLY, denied: .indexNotWritable)
        try FileGuard.checkReplaceable(readable, in: folder, denied: .indexNotWritable)
        file = try OpenFile(name, in: folder, flags: O_RDWR, denied: .indexNotWritable)
        try Self.lock(file, patience: patience)
        stamp = FileStamp(try file.status())
        guard try folder.stamp(of: name) == stamp else {
            throw MapFault(.changedMeanwhile, file.path)
        }
    }

    /// Takes the locks that Postfix takes: flock(2), for LMDB fcntl(2).
    private static func lock(
        _ file: OpenFile,
        patience: Duration
    ) throws(MapFault) {
        let start = ContinuousClock.now
        while flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 || lock_open_file(file.descriptor) != 0
        {
            guard [EWOULDBLOCK, EACCES, EINTR].contains(errno) else {
                throw .failed("flock", file.path)
            }
            guard start.duration(to: .now) < patience else {
                throw MapFault(.indexLocked, file.path)
            }
            usleep(interval)
        }
    }

    /// Refuses to go on while `postmap` writes a table of which it builds a new file.
    static func checkNotBeingBuilt(_ name: String, in folder: Folder) throws(MapFault) {
        guard try folder.status(of: name) != nil else { return }
        let file = try OpenFile(name, in: folder, flags: O_RDONLY, denied: .indexNotWritable)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        throw MapFault(.indexLocked, file.path)
    }
}
