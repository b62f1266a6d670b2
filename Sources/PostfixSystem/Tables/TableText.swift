import Glibc
import TransportMap

/// Reads the text of a table, or of a list of patterns.
enum TableText {
    /// The most that is read, in bytes.
    static let maximumSize = TransportMap.maximumSize

    /// How much is read at once, in bytes.
    private static let chunkSize = 1 << 20

    /// The bytes of a regular file that is text.
    static func read(_ path: String) throws(TableFault) -> [UInt8] {
        let bytes = try readBytes(path)
        guard !BinaryCheck.isBinary(bytes) else { throw .binary }
        return bytes
    }

    /// The bytes of a regular file.
    static func readBytes(_ path: String) throws(TableFault) -> [UInt8] {
        // Not to hang on a FIFO without a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault(errno) }
        if let fault = fault(ofKind: status) { throw fault }
        guard status.st_size <= maximumSize else { throw .tooLarge }
        return try readAll(descriptor, expecting: Int(status.st_size))
    }

    /// Why a file of some kind is not read; `nil` for regular ones.
    static func fault(ofKind status: stat) -> TableFault? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: .directory
        default: .notRegular
        }
    }

    /// What an error number says of a file.
    static func fault(_ code: Int32) -> TableFault {
        switch code {
        case ENOENT, ENOTDIR: .missing
        // A socket or a device without a driver.
        case ENXIO, ENODEV: .notRegular
        default: .unreadable(SystemText.reason(code))
        }
    }

    /// Reads to the end, which is not where it was expected when somebody writes.
    private static func readAll(
        _ descriptor: Int32,
        expecting size: Int
    ) throws(TableFault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        var chunk = [UInt8](repeating: 0, count: min(chunkSize, size + 1))
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault(errno) }
            if count == 0 { return bytes }
            guard bytes.count + count <= maximumSize else { throw .tooLarge }
            bytes += chunk[..<count]
        }
    }
}
