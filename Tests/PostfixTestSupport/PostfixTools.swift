import Foundation

/// The Postfix on this machine, used with configurations of our own in temporary directories.
package enum PostfixTools {
    /// Builds and asks tables.
    package static let postmap = "/usr/sbin/postmap"
    /// Prints the configuration.
    package static let postconf = "/usr/sbin/postconf"
    /// Resolves addresses.
    package static let trivialRewrite = "/usr/lib/postfix/sbin/trivial-rewrite"

    /// Whether the programs that the differential tests compare with are there.
    package static let isInstalled = [postmap, trivialRewrite].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The types of table that this Postfix can build and read; they come in packages of their own.
    package static let indexTypes: [String] = {
        let report = try? run(postconf, ["-m"])
        let types = String(decoding: report?.output ?? [], as: UTF8.self).split(separator: "\n")
        return ["hash", "btree", "lmdb", "cdb"].filter { types.contains(Substring($0)) }
    }()

    /// What a program that ended had to say.
    package struct Report {
        /// The exit status.
        package let status: Int32
        /// What it wrote to stdout.
        package let output: [UInt8]
        /// What it wrote to stderr.
        package let errors: [UInt8]
    }

    /// Runs a program to its end.
    package static func run(_ program: String, _ arguments: [String]) throws -> Report {
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
