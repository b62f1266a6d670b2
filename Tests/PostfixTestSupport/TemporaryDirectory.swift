import Foundation

/// A directory that a test throws away.
package struct TemporaryDirectory {
    /// The path.
    package let path: String

    /// Short, because the path of a local socket has room for 107 bytes.
    package init() throws {
        path = "/tmp/mxp-" + UUID().uuidString.prefix(13)
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    /// Writes a file and makes it look old: `texthash:` waits for a fresh one to settle.
    package func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3600)],
            ofItemAtPath: file
        )
        return file
    }

    /// Makes a directory inside.
    package func directory(_ name: String) throws -> String {
        let directory = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        return directory
    }

    /// Throws it away.
    package func remove() { try? FileManager.default.removeItem(atPath: path) }
}
