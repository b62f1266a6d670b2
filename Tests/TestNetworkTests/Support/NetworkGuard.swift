import Foundation
import ProcessTestSupport

/// A process that takes the test network down when the tests have ended, be it by a crash.
///
/// It sits in a session of its own, so that an interrupt from the terminal does not end it too.
final class NetworkGuard: Sendable {
    private let process: Process
    private let life: Pipe

    init(_ network: TestNetwork) throws {
        process = Process()
        life = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/setsid")
        process.arguments = [
            "--wait", "/bin/sh", "-c", "read -r _; exec \"$0\" down >/dev/null",
            BuiltProgram.packageRoot + "/scripts/testnet",
        ]
        process.environment = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MXPROBE_TESTNET": network.instance,
        ]
        process.standardInput = life.fileHandleForReading
        try process.run()
    }

    /// Has the network taken down, and waits until it is.
    func end() throws {
        try life.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw NetworkFailure("scripts/testnet down ended with \(process.terminationStatus)")
        }
    }
}
