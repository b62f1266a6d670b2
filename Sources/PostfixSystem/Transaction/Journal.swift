import Glibc

/// The file beside a table that a transaction locks while it runs, and in which it notes what it does.
///
/// The lock goes with the process, however that ends; the file stays then, and is what the next run
/// looks at.
struct Journal: Sendable {
    let folder: Folder
    let name: String
    private let file: OpenFile

    /// The longest note, in bytes: a handful of paths.
    private static let lengthLimit = 64 << 10

    /// How often the file may vanish between opening and locking it before that is called busy.
    private static let attempts = 16

    /// The path, for messages.
    var path: String { file.path }

    /// Opens the journal of a table and locks it.
    ///
    /// - Throws: ``MapFault/Code/busy`` where another run has it.
    init(of table: String, in folder: Folder) throws(MapFault) {
        let name = TemporaryName.journal(for: table)
        for _ in 0..<Self.attempts {
            let file = try OpenFile(
                name,
                in: folder,
                flags: O_RDWR | O_CREAT | O_APPEND,
                mode: 0o600,
                denied: .notWritable
            )
            try Self.lock(file, table: folder.path(of: table))
            // The run before may have removed it meanwhile: then the lock is on a file without a name.
            let status = try file.status()
            guard let there = try folder.status(of: name), there.st_ino == status.st_ino
            else { continue }
            try Self.check(status, path: file.path)
            self.folder = folder
            self.name = name
            self.file = file
            return
        }
        throw MapFault(.busy, folder.path(of: table))
    }

    private static func lock(_ file: OpenFile, table: String) throws(MapFault) {
        while flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            if errno == EWOULDBLOCK { throw MapFault(.busy, table) }
            throw .failed("flock", file.path)
        }
    }

    /// A note of somebody else's could have any file moved.
    private static func check(_ status: stat, path: String) throws(MapFault) {
        guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
            throw MapFault(.unknownJournal, path, detail: "not a file of its own")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
            throw MapFault(.unknownJournal, path, detail: "not written by this user")
        }
    }

    /// What an interrupted run noted.
    func read() throws(MapFault) -> JournalText.Reading {
        guard let bytes = try file.content(limit: Self.lengthLimit) else { return .unknown }
        return JournalText.read(bytes)
    }

    /// Notes what is about to be put in use, durably.
    func begin(_ text: JournalText) throws(MapFault) {
        guard ftruncate(file.descriptor, 0) == 0 else { throw .failed("ftruncate", path) }
        try file.append(text.bytes)
        try file.sync()
        try folder.sync()
    }

    /// Notes that everything is about to be put back, durably.
    func beginUndo() throws(MapFault) {
        try file.append(JournalText.undoLine)
        try file.sync()
    }

    /// Removes the file while it is locked; the lock goes with the value.
    func remove() throws(MapFault) { try folder.remove(name) }
}
