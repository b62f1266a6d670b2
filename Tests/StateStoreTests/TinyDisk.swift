import ProcessTestSupport
import Testing

/// A small file system in memory that only one program and its children see, at `/mnt`.
enum TinyDisk {
    /// Whether this machine lets us mount one.
    static let isToBeHad = (try? run("echo yes", size: "64k")) == "yes\n"

    /// Runs shell commands with it; returns their output.
    static func run(_ commands: String, size: String) throws -> String {
        let script = "mount -t tmpfs -o size=\(size),mode=755 none /mnt || exit\n" + commands
        return try ProgramRun("/usr/bin/unshare", ["-m", "/bin/sh", "-c", script]).transcript()
            .output
    }
}
