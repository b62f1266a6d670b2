import CLinuxFiles
import Glibc

/// An open folder, in which files are named: what happens to its path meanwhile does not matter.
final class Folder: Sendable {
    /// The path without symbolic links.
    let path: String

    let descriptor: Int32

    /// Opens a folder.
    init(_ path: String) throws(MapFault) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed("open", path, denied: .unreadable) }
        self.path = path
    }

    deinit { close(descriptor) }

    /// The path of a file in the folder.
    func path(of name: String) -> String { path == "/" ? "/" + name : path + "/" + name }

    /// What the system tells of the folder itself.
    func status() throws(MapFault) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed("fstat", path) }
        return status
    }

    /// What the system tells of a name, without following a link; `nil` where there is none.
    func status(of name: String) throws(MapFault) -> stat? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) != 0 else { return status }
        guard errno == ENOENT else {
            throw .failed("fstatat", path(of: name), denied: .unreadable)
        }
        return nil
    }

    /// The stamp of a regular file; `nil` where the name is not there or is something else.
    func stamp(of name: String) throws(MapFault) -> FileStamp? {
        guard let status = try status(of: name), status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return FileStamp(status)
    }

    /// Removes a name, if it is there.
    func remove(_ name: String) throws(MapFault) {
        guard unlinkat(descriptor, name, 0) != 0, errno != ENOENT else { return }
        throw .failed("unlinkat", path(of: name))
    }

    /// Makes the names durable.
    func sync() throws(MapFault) {
        guard fsync(descriptor) == 0 else { throw .failed("fsync", path) }
    }

    /// The names in the folder.
    func names() throws(MapFault) -> [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else {
            if copy >= 0 { close(copy) }
            throw .failed("fdopendir", path, denied: .unreadable)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            // A name that is not UTF-8 is none of ours.
            if let name { names.append(name) }
        }
        return names
    }
}

// MARK: - Two names

extension Folder {
    /// Renames a file onto another.
    func rename(_ from: String, onto target: String) throws(MapFault) {
        guard renameat(descriptor, from, descriptor, target) == 0 else {
            throw .failed("renameat", path(of: target))
        }
    }

    /// Gives a file a second name.
    func link(_ name: String, as second: String) throws(MapFault) {
        guard linkat(descriptor, name, descriptor, second, 0) == 0 else {
            throw .failed("linkat", path(of: second))
        }
    }

    /// Swaps two files in one step.
    ///
    /// - Returns: False where the file system cannot.
    func exchange(_ one: String, _ other: String) throws(MapFault) -> Bool {
        guard exchange_names(descriptor, one, other) != 0 else { return true }
        if errno == ENOENT { throw MapFault(.changedMeanwhile, path(of: other)) }
        guard Self.isNotSupported(errno) else { throw .failed("renameat2", path(of: one)) }
        return false
    }

    /// Renames a file to a name that must be free.
    ///
    /// - Throws: ``MapFault/Code/changedMeanwhile`` where it is taken.
    func rename(_ from: String, toFree target: String) throws(MapFault) {
        if rename_to_free_name(descriptor, from, target) == 0 { return }
        if errno == EEXIST { throw MapFault(.changedMeanwhile, path(of: target)) }
        guard Self.isNotSupported(errno) else { throw .failed("renameat2", path(of: target)) }
        guard linkat(descriptor, from, descriptor, target, 0) == 0 else {
            if errno == EEXIST { throw MapFault(.changedMeanwhile, path(of: target)) }
            throw .failed("linkat", path(of: target))
        }
        try remove(from)
    }

    /// Whether renameat2(2) says that the kernel or the file system lacks it.
    private static func isNotSupported(_ code: Int32) -> Bool {
        [EINVAL, ENOSYS, ENOTSUP].contains(code)
    }
}
