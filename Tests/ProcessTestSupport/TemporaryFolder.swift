import Glibc

/// A folder of its own for a test, removed with everything in it when the value goes.
package final class TemporaryFolder: Sendable {
    /// The path without a final slash.
    package let path: String

    package init() throws {
        var template = Array("/tmp/mxprobe-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink("\(path)/\(name)") }
        }
        closedir(folder)
        rmdir(path)
    }

    /// Writes a file; returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        guard let stream = fopen(file, "w") else { throw SystemFailure("fopen \(file)") }
        defer { fclose(stream) }
        guard fputs(text, stream) >= 0 else { throw SystemFailure("fputs \(file)") }
        return file
    }
}
