import Foundation
import PostfixTestSupport
import Testing

/// The program that the unified diffs are written for.
enum PatchProgram {
    static let path = "/usr/bin/patch"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)

    static func apply(_ diff: [UInt8], to file: [UInt8]) throws -> [UInt8] {
        if diff.isEmpty { return file }
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let target = try directory.file("file", file)
        let patch = try directory.file("diff", diff)
        let report = try PostfixTools.run(path, ["--binary", "--fuzz=0", target, patch])
        #expect(report.status == 0, "\(String(decoding: report.output, as: UTF8.self))")
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: target)))
    }
}
