import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite(
    "the order in which a change becomes durable",
    .enabled(
        if: MapScene.hasPostfix && SystemCallTrace.isPossible,
        "SKIPPED: Postfix or strace is not installed, or processes may not be traced"
    )
)
struct SyncOrderTests {
    /// One step, told by the path behind a file descriptor or by the names in a call.
    static func step(_ call: SystemCallTrace.Call) -> String? {
        let text = call.text
        let file: String =
            text.contains("-transaction")
            ? "journal"
            : call.name == "unlinkat"
                ? "leftover"
                : text.contains(".db")
                    ? "index"
                    : text.contains(".mxprobe-") ? "text" : "folder"
        switch call.name {
        case "write": return "write \(file)"
        case "fsync": return "sync \(file)"
        case "renameat2": return "swap \(file)"
        case "unlinkat": return text.contains("ENOENT") ? nil : "remove \(file)"
        default: return nil
        }
    }

    @Test("data before names, the journal around them, the folder after them")
    func order() throws {
        let scene = try MapScene()
        let program = scene.program("apply", ["divert=first.test,smtp:x:2525"])
        // With -y strace prints the path of each descriptor.
        let trace = try SystemCallTrace(program, about: scene.folder, extra: ["-y"])
        let steps = trace.calls.compactMap(Self.step)
        #expect(
            steps == [
                "write text", "sync text", "sync index", "sync folder",
                "write journal", "sync journal", "sync folder",
                "swap text", "swap index", "sync folder",
                "remove leftover", "remove leftover", "remove journal", "sync folder",
            ]
        )
    }
}
