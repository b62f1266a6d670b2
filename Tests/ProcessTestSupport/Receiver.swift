package import Foundation
import Glibc

/// The web servers of `receiver.py`; they end with this value, and with this process.
package final class Receiver: Sendable {
    /// The servers that tests share; starting them takes a moment, so that it is done once.
    package static let shared = Result { try Receiver() }

    /// Where the servers listen.
    private let address: String

    /// What is in the servers' folder: their certificates.
    package let folder: String
    private let ports: [String: Int]
    /// Held until the end, which the servers notice by it.
    private let life: Int32
    private let program: RunningProgram

    /// Starts servers of its own.
    ///
    /// - Parameters:
    ///   - address: An address of the machine that they run on.
    ///   - run: Makes the run of a command on that machine; here where it is left out.
    /// - Throws: Why there are none.
    package init(
        address: String = "127.0.0.1",
        through run: ([String]) -> ProgramRun = { ProgramRun($0[0], Array($0.dropFirst())) }
    ) throws {
        self.address = address
        var template = Array("/tmp/mxprobe-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for name in ["ready", "life"] {
            guard mkfifo("\(folder)/\(name)", 0o600) == 0 else { throw SystemFailure("mkfifo") }
        }
        // Both ways, so that opening it waits for nobody; the servers open it when they are ready.
        life = open("\(folder)/life", O_RDWR | O_CLOEXEC)
        var run = run(["/usr/bin/python3", "-B", Receiver.script, folder, address])
        run.limit = .seconds(3_600)
        program = try RunningProgram(run)
        ports = try JSONDecoder().decode(
            [String: Int].self,
            from: Data(Receiver.text(of: "\(folder)/ready").utf8)
        )
    }

    deinit {
        close(life)
        _ = try? program.wait()
        // Servers that were killed did not.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Kills the servers in the middle of whatever they do; what they were asked for stays to be read.
    package func kill() throws {
        program.send(SIGKILL)
        _ = try program.wait()
    }

    /// The URL of a server, such as `http`, `https`, `expired` or `proxy`, and a path.
    package func url(_ server: String, _ path: String = "", login: String = "") -> String {
        let scheme = ["http", "resets", "proxy"].contains(server) ? "http" : "https"
        return "\(scheme)://\(login)\(address):\(port(server))\(path)"
    }

    /// The port of a server; 0 when there is none of that name.
    package func port(_ server: String) -> Int { ports[server] ?? 0 }

    /// A file of the servers' folder.
    package func file(_ name: String) -> String { "\(folder)/\(name)" }

    /// All requests whose target holds a text, in the order in which they came.
    package func requests(with text: String) throws -> [ReceivedRequest] {
        let log = try Receiver.text(of: file("requests"))
        // The last line may be one that is being written.
        let end = log.utf8.lastIndex(of: UInt8(ascii: "\n")) ?? log.startIndex
        return try log[..<end].split(separator: "\n").map { line in
            try JSONDecoder().decode(ReceivedRequest.self, from: Data(line.utf8))
        }.filter { $0.target.contains(text) }
    }

    /// All that a file holds, or that is written to a FIFO until it is closed.
    private static func text(of path: String) throws -> String {
        guard let stream = fopen(path, "re") else { throw SystemFailure("fopen \(path)") }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let script =
        BuiltProgram.packageRoot + "/Tests/ProcessTestSupport/receiver.py"
}

/// A request as it came.
package struct ReceivedRequest: Decodable {
    package var port: Int
    package var method: String
    package var target: String
    /// The header fields, the names in lower case.
    package var fields: [String]
    /// The body; base 64 in the log.
    package var body: Data
    /// How many were being answered when it came, itself among them.
    package var active: Int

    /// The values of a field.
    package func values(of name: String) -> [String] {
        fields.filter { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}
