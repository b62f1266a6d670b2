import Glibc
import ProcessTestSupport

@testable import PostfixSystem

/// A configuration of the machine's own Postfix in a folder of the test's own.
struct PostfixScene {
    /// Whether there is a Postfix to test with.
    static let isInstalled = access("/usr/sbin/postconf", X_OK) == 0

    let folder: TemporaryFolder

    /// Writes main.cf and an empty master.cf.
    init(_ settings: String = "") throws {
        folder = try TemporaryFolder()
        try folder.write("main.cf", "compatibility_level = 3.6\nmyhostname = mx.test\n" + settings)
        try folder.write(
            "master.cf",
            "smtp unix - - y - - smtp\nrelay unix - - y - - smtp -o syslog_name=x\n"
        )
    }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// The Postfix with this configuration.
    func installation() async throws -> PostfixInstallation {
        try await PostfixInstallation.find(configurationDirectory: folder.path)
    }

    /// Writes a table's text and has Postfix build its index.
    func index(_ type: String, _ name: String, _ text: String) throws {
        try folder.write(name, text)
        let program = PostfixProgram(
            "/usr/sbin/postmap",
            ["-c", folder.path, "\(type):\(path(name))"]
        )
        let result = try ProgramRunner.run(program)
        guard result.isSuccess else {
            throw SystemFailure("postmap: \(result.errorLines)", 0)
        }
    }

    /// Sets when a file was modified, in seconds from now.
    func age(_ name: String, _ seconds: Int) throws {
        var times = [timespec(), timespec()]
        clock_gettime(CLOCK_REALTIME, &times[0])
        times[0].tv_sec += seconds
        times[1] = times[0]
        guard utimensat(AT_FDCWD, path(name), &times, 0) == 0 else {
            throw SystemFailure("utimensat")
        }
    }

    /// A program of the test's own, a script for the shell.
    @discardableResult
    func script(_ name: String, _ text: String) throws -> String {
        // Written by another process: a program that this one started meanwhile would for a moment have the file open
        // for writing too, and a file that is open for writing is not run (ETXTBSY).
        let script = "cat >\"$1\" && chmod 755 \"$1\""
        let input = Array("#!/bin/sh\n\(text)\n".utf8)
        let writer = PostfixProgram("/bin/sh", ["-c", script, "-", path(name)], input: input)
        guard try ProgramRunner.run(writer).isSuccess else { throw SystemFailure("script", 0) }
        return path(name)
    }
}
