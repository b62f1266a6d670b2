package import AlertPolicy
import Glibc

/// Reads secrets from where the configuration says they are.
package enum SecretReading {
    /// The longest secret in bytes: a URL, the longest kind, is refused by servers beyond it.
    static let lengthLimit = 8_000

    /// The bits of a mode that let others than the owner read.
    private static let readableByOthers: mode_t = 0o044

    /// Reads a secret.
    ///
    /// - Parameters:
    ///   - place: Where it is.
    ///   - environment: The process's environment.
    /// - Returns: The secret without one newline at its end, which editors and `echo` add.
    /// - Throws: Why there is none, in one line.
    package static func read(
        _ place: SecretPlace,
        environment: [String: String]
    ) throws(SecretReadError) -> Secret {
        switch place {
        case .literal(let text):
            return Secret(text: try validate(Array(text.utf8), place), warning: nil)
        case .environment(let name):
            guard let text = environment[name] else {
                throw SecretReadError(place: place, fault: .notSet)
            }
            return Secret(text: try validate(Array(text.utf8), place), warning: nil)
        case .file(let path): return try readFile(path)
        }
    }

    private static func readFile(_ path: String) throws(SecretReadError) -> Secret {
        let place = SecretPlace.file(path)
        // Not to hang on a FIFO without a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw unreadable(place) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(place) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SecretReadError(place: place, fault: .unreadable("it is not a regular file"))
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        // Room for the newline, and one more to see that there is more.
        while bytes.count <= lengthLimit + 2 {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(place) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        let isOpen = status.st_mode & readableByOthers != 0
        let warning = isOpen ? SecretWarning(path: path, mode: status.st_mode & 0o7777) : nil
        return Secret(text: try validate(bytes, place), warning: warning)
    }

    private static func validate(
        _ bytes: [UInt8],
        _ place: SecretPlace
    ) throws(SecretReadError) -> String {
        var line = bytes[...]
        if line.last == 0x0a { line.removeLast() }
        if line.count < bytes.count, line.last == 0x0d { line.removeLast() }
        if line.isEmpty { throw SecretReadError(place: place, fault: .empty) }
        if line.count > lengthLimit { throw SecretReadError(place: place, fault: .tooLong) }
        guard let text = String(validating: line, as: UTF8.self),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw SecretReadError(place: place, fault: .notText) }
        return text
    }

    private static func unreadable(_ place: SecretPlace) -> SecretReadError {
        SecretReadError(
            place: place,
            fault: .unreadable(String(cString: strerror(errno)).lowercased())
        )
    }
}
