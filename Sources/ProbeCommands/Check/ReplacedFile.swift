import Glibc

/// A file that others read while it is written anew: they see the old text or the new one, and nothing between.
enum ReplacedFile {
    /// Who may read what is written: everybody, as node_exporter runs as another user.
    private static let mode: mode_t = 0o644

    /// Writes a file by way of another one in the same directory.
    ///
    /// - Parameters:
    ///   - text: The whole text.
    ///   - path: The file.
    /// - Throws: ``CommandFailure`` where the file is as it was.
    static func write(_ text: String, to path: String) throws {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        // No collector takes a hidden file without its suffix for one of its own.
        let template = "\(path[..<slash]).\(path[slash...]).XXXXXX"
        var name = Array(template.utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw failure(path) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        defer { close(descriptor) }
        let isWritten =
            fchmod(descriptor, mode) == 0 && WholeText.write(text, to: descriptor) == 0
            && fsync(descriptor) == 0 && rename(name, path) == 0
        guard isWritten else {
            let failure = failure(path)
            unlink(name)
            throw failure
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        .inputOutput("cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
