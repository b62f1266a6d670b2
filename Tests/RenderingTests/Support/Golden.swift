import Foundation
import Testing

/// Expected output in files, compared byte for byte.
///
/// With `MXPROBE_UPDATE_GOLDENS=1` a golden that differs is rewritten and the test still fails, so
/// that the difference is read before it is committed.
enum Golden {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Goldens")

    private static let isUpdating =
        ProcessInfo.processInfo.environment["MXPROBE_UPDATE_GOLDENS"] == "1"

    static func expect(
        _ output: String,
        _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appending(path: name)
        let expected = try? String(contentsOf: file, encoding: .utf8)
        if expected == output { return }
        if isUpdating {
            try Data(output.utf8).write(to: file)
            Issue.record(
                "\(name) was rewritten: read the difference",
                sourceLocation: sourceLocation
            )
        } else {
            Issue.record(
                """
                \(name) differs; MXPROBE_UPDATE_GOLDENS=1 rewrites it. The output is now:
                \(output)
                """,
                sourceLocation: sourceLocation
            )
        }
    }

    /// The names of the goldens of whole reports; other outputs keep theirs in folders.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            .filter { !$0.hasPrefix(".") && $0.contains(".") }
    }
}
