import Foundation
import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite(
    "a file system that takes no more",
    .enabled(
        if: MapScene.hasPostfix && MapScene.canMount,
        "SKIPPED: no Postfix, not root, or no mounts of our own"
    )
)
struct FullDiskTests {
    /// Runs a change in a file system of 256 KiB after a preparation; prints what the folder holds in the end.
    func run(_ preparation: String) throws -> Transcript {
        let scene = try MapScene()
        let program = scene.program("apply", ["divert=first.test,smtp:x:2525"])
        let script = """
            set -e
            cp "$1/transport" "$1/../copy"
            mount -t tmpfs -o size=256k none "$1"
            cp "$1/../copy" "$1/transport"
            \(MapScene.postmap) -c "$2" "hash:$1/transport"
            \(preparation)
            folder=$1; copy=$1/../copy; shift 2
            status=0; "$@" || status=$?
            cmp "$copy" "$folder/transport"
            ls -A "$folder"
            exit $status
            """
        let arguments = [scene.folder, scene.configuration, program.program] + program.arguments
        return try ProgramRun(
            MapScene.unshare,
            ["--mount", "/bin/sh", "-c", script, "sh"] + arguments
        ).transcript()
    }

    @Test(
        "refuses the change whatever does not fit: journal, text or index",
        arguments: [0, 4, 8, 12, 16]
    )
    func full(free: Int) throws {
        let transcript = try run(
            "dd if=/dev/zero of=\"$1/filler\" bs=4k 2>/dev/null || true; truncate -s -\(free)k \"$1/filler\""
        )
        #expect(transcript.status == 1, "\(transcript.errors)")
        let codes = ["no-space: ", "postmap-failed: "]
        #expect(codes.contains(where: transcript.errors.hasPrefix), "\(transcript.errors)")
        #expect(transcript.errors.filter { $0 == "\n" }.count == 1)
        #expect(transcript.output == "filler\ntransport\ntransport.db\n")
    }

    @Test("refuses the change where it is read-only")
    func readOnly() throws {
        let transcript = try run("mount -o remount,ro \"$1\"")
        #expect(transcript.status == 1)
        #expect(transcript.errors.hasPrefix("not-writable: "), "\(transcript.errors)")
        #expect(transcript.errors.contains("read-only file system"))
        #expect(transcript.output == "transport\ntransport.db\n")
    }
}
