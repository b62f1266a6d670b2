import Foundation

/// The Postfix on this machine, used with configurations of our own in temporary directories.
enum PostfixTools {
    static let postmap = "/usr/sbin/postmap"
    static let trivialRewrite = "/usr/lib/postfix/sbin/trivial-rewrite"

    /// Whether the programs that the differential tests compare with are there.
    static let isInstalled = [postmap, trivialRewrite].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The types of table that this Postfix can build and read; they come in packages of their own.
    static let indexTypes: [String] = {
        let report = try? run("/usr/sbin/postconf", ["-m"])
        let types = String(decoding: report?.output ?? [], as: UTF8.self).split(separator: "\n")
        return ["hash", "btree", "lmdb", "cdb"].filter { types.contains(Substring($0)) }
    }()

    /// What a program that ended had to say.
    struct Report {
        let status: Int32
        let output: [UInt8]
        let errors: [UInt8]
    }

    static func run(_ program: String, _ arguments: [String]) throws -> Report {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let output = try directory.file("output", [])
        let errors = try directory.file("errors", [])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        process.waitUntilExit()
        return Report(
            status: process.terminationStatus,
            output: [UInt8](try Data(contentsOf: URL(fileURLWithPath: output))),
            errors: [UInt8](try Data(contentsOf: URL(fileURLWithPath: errors)))
        )
    }
}

/// A directory that a test throws away.
struct TemporaryDirectory {
    let path: String

    /// Short, because the path of a local socket has room for 107 bytes.
    init() throws {
        path = "/tmp/mxp-" + UUID().uuidString.prefix(13)
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    /// Writes a file and makes it look old: `texthash:` waits for a fresh one to settle.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3600)],
            ofItemAtPath: file
        )
        return file
    }

    func directory(_ name: String) throws -> String {
        let directory = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        return directory
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
