import CLinuxFiles
import Glibc

/// An open file, closed when nobody has it any more.
final class OpenFile: Sendable {
    /// How much is read or written at once, in bytes.
    private static let pieceSize = 1 << 18

    let descriptor: Int32

    /// The path, for messages.
    let path: String

    /// Opens a file of a folder; neither a symbolic link nor a pipe that nobody writes holds it up.
    init(
        _ name: String,
        in folder: Folder,
        flags: Int32,
        mode: mode_t = 0,
        denied: MapFault.Code
    ) throws(MapFault) {
        path = folder.path(of: name)
        let always = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        descriptor = openat(folder.descriptor, name, flags | always, mode)
        guard descriptor >= 0 else { throw .failed("openat", path, denied: denied) }
    }

    deinit { close(descriptor) }

    /// What the system tells of the file.
    func status() throws(MapFault) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed("fstat", path) }
        return status
    }

    /// Makes the content and the metadata durable.
    func sync() throws(MapFault) {
        guard fsync(descriptor) == 0 else { throw .failed("fsync", path) }
    }

    /// Appends bytes.
    func append(_ bytes: [UInt8]) throws(MapFault) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                let rest = all[start...].prefix(Self.pieceSize)
                return write(
                    descriptor,
                    UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                    rest.count
                )
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .failed("write", path)
            }
            start += count
        }
    }

    /// The content from its beginning; `nil` where it is longer than a limit.
    func content(limit: Int) throws(MapFault) -> [UInt8]? {
        let size = Int(try status().st_size)
        guard size <= limit else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        var isShort = true
        try read { piece in
            isShort = bytes.count + piece.count <= limit
            if isShort { bytes += piece }
            return isShort
        }
        return isShort ? bytes : nil
    }

    /// Whether the content is exactly some bytes.
    func holds(_ bytes: [UInt8]) throws(MapFault) -> Bool {
        guard Int(try status().st_size) == bytes.count else { return false }
        var position = 0
        var isSame = true
        try read { piece in
            isSame = bytes[position...].starts(with: piece)
            position += piece.count
            return isSame
        }
        return isSame && position == bytes.count
    }

    /// Hands on the content piece by piece until no more is wanted.
    private func read(_ body: (ArraySlice<UInt8>) -> Bool) throws(MapFault) {
        var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
        var offset = 0
        while true {
            let count = pread(descriptor, &buffer, buffer.count, off_t(offset))
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .failed("pread", path, denied: .unreadable)
            }
            guard count > 0, body(buffer[..<count]) else { return }
            offset += count
        }
    }
}
