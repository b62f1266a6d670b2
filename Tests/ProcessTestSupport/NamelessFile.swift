import Glibc

/// Files without a name, which go when nobody has them open.
enum NamelessFile {
    /// Makes a file, rewound to its beginning.
    static func make(holding text: String = "") throws -> Int32 {
        var template = Array("/tmp/mxprobe-test-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw SystemFailure("mkstemp") }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SystemFailure("write") }
            rest = rest.dropFirst(count)
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    /// All that was written to a file.
    static func text(of file: Int32) throws -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(file, &buffer, buffer.count, off_t(bytes.count))
            guard count >= 0 else { throw SystemFailure("pread") }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
