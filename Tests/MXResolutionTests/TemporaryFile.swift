import Glibc

/// A file that exists as long as this object does.
final class TemporaryFile: Sendable {
    /// Where it is.
    let path: String

    /// Writes a file.
    init(_ text: String) {
        var template = Array("/tmp/mxresolution-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
        close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { unlink(path) }
}
