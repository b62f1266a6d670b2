internal import Glibc

/// Reads the bytes of a configuration file.
enum SettingsFile {
    /// How a file could not be read.
    enum Failure: Error {
        /// There is none.
        case missing
        /// The system, or the kind of the file, says no.
        case unreadable(String)
    }

    /// The bytes of a regular file, at most one more than the limit, so that a larger one is told from one that fits.
    static func read(_ path: String, limit: Int) -> Result<[UInt8], Failure> {
        // Not to hang on a FIFO without a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            return .failure(isMissing ? .missing : .unreadable(reason(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(.unreadable(reason(errno))) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return readAll(descriptor, limit: limit)
        case S_IFDIR: return .failure(.unreadable("it is a directory"))
        default: return .failure(.unreadable("it is not a regular file"))
        }
    }

    private static func readAll(_ descriptor: Int32, limit: Int) -> Result<[UInt8], Failure> {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(.unreadable(reason(errno))) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return .success(Array(bytes.prefix(limit + 1)))
    }

    /// The system's words for an error, in lower case.
    static func reason(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
