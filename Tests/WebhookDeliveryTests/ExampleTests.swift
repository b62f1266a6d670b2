import Foundation
import Glibc
import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// The receivers of examples/webhook-receiver take what is signed, and nothing else.
@Suite(.timeLimit(.minutes(3))) struct ExampleTests {
    private static let folder = BuiltProgram.packageRoot + "/examples/webhook-receiver"
    private static let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
    private static let other = "whsec_" + Base64.encode(Array(repeating: 7, count: 32))
    /// The compiler that this test was built with; it is not at the same place on every machine.
    private static let swiftc = (ProcessInfo.processInfo.environment["PATH"] ?? "")
        .split(separator: ":").map { String($0) + "/swiftc" }
        .first { access($0, X_OK) == 0 }

    @Test("in Python")
    func python() async throws {
        try await check("/usr/bin/python3", ["-B", ExampleTests.folder + "/receiver.py"])
    }

    @Test("in Swift", .enabled(if: swiftc != nil, "SKIPPED: there is no swiftc on the PATH"))
    func swift() async throws {
        let folder = try TemporaryFolder()
        let cache = folder.path + "/modules"
        let program = folder.path + "/receiver"
        defer { try? FileManager.default.removeItem(atPath: cache) }
        var compile = ProgramRun(
            try #require(ExampleTests.swiftc),
            [
                "-module-cache-path", cache, ExampleTests.folder + "/receiver.swift", "-o", program,
            ]
        )
        compile.environment["HOME"] = folder.path
        compile.environment["TMPDIR"] = folder.path
        let transcript = try compile.transcript()
        try #require(transcript.status == 0, "\(transcript.errors)")
        #expect(transcript.errors.isEmpty, "\(transcript.errors)")
        try await check(program, [])
    }

    /// Sends good and bad webhooks to a receiver, and reads what it prints.
    private func check(_ program: String, _ arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let secretFile = try folder.write("secret", ExampleTests.secret + "\n")
        let fifo = folder.path + "/output"
        guard mkfifo(fifo, 0o600) == 0 else { throw SystemFailure("mkfifo") }
        let script = "exec \"$0\" \"$@\" >\(fifo)"
        let running = try RunningProgram(
            ProgramRun("/bin/sh", ["-c", script, program] + arguments + ["0", secretFile])
        )
        guard let output = fopen(fifo, "re") else { throw SystemFailure("fopen") }
        defer { fclose(output) }
        let greeting = readLine(output)
        let address = try #require(greeting.split(separator: " ").last)
        #expect(greeting == "listening on \(address)")

        let event = Array(#"{"type":"test","timestamp":"t","data":{"a":1}}"#.utf8)
        let second = Array(#"{"type":"domain.down","timestamp":"t","data":null}"#.utf8)
        let now = Int64(time(nil))
        let good = try headers("msg_1", now, event)
        let both = [ExampleTests.other, ExampleTests.secret]
        for (rule, headers, body, answer) in [
            ("genuine", good, event, "answered 204"),
            ("the same once more is taken, and not told", good, event, "answered 204"),
            ("another body", good, event + [0x20], "answered 401"),
            ("no signature", [good[0], good[1]], event, "answered 401"),
            ("no fields", [], event, "answered 401"),
            ("too old", try headers("msg_2", now - 301, event), event, "answered 401"),
            ("from the future", try headers("msg_2", now + 3_600, event), event, "answered 401"),
            (
                "another secret", try headers("msg_2", now, event, [ExampleTests.other]), event,
                "answered 401"
            ),
            ("first character changed", changed(good, at: 3), event, "answered 401"),
            ("a character changed", changed(good, at: 20), event, "answered 401"),
            ("last characters changed", changed(good, at: 45), event, "answered 401"),
            ("two secrets", try headers("msg_2", now, second, both), second, "answered 204"),
        ] {
            let request = WebhookRequest(url: "http://\(address)/", headers: headers, body: body)
            let outcome = await WebhookSender(version: "0").send(request, options: patience)
            #expect(outcome.description == answer, "\(rule)")
        }

        let lines = [readLine(output), readLine(output)].map { $0.filter { $0 != " " } }
        #expect(lines == [#""test"{"a":1}"#, #""domain.down"null"#])
        running.send(SIGTERM)
        #expect(try running.wait().errors.isEmpty)
    }

    private func headers(
        _ id: String,
        _ time: Int64,
        _ body: [UInt8],
        _ secrets: [String] = [secret]
    ) throws -> [WebhookRequest.Header] {
        let keys = try secrets.map { try SigningSecret($0) }
        return try #require(
            WebhookSignature.headers(id: id, timestamp: time, body: body, secrets: keys)
        )
    }

    /// Headers with one character of the signature (`v1,` and 44 of base 64) replaced.
    private func changed(
        _ headers: [WebhookRequest.Header],
        at place: Int
    ) -> [WebhookRequest.Header] {
        var headers = headers
        var signature = Array(headers[2].value.utf8)
        signature[place] = UInt8(ascii: signature[place] == UInt8(ascii: "A") ? "B" : "A")
        headers[2].value = String(decoding: signature, as: UTF8.self)
        return headers
    }

    private func readLine(_ stream: UnsafeMutablePointer<FILE>) -> String {
        var line = [CChar](repeating: 0, count: 4_096)
        guard fgets(&line, Int32(line.count), stream) != nil else { return "" }
        let bytes = line.prefix { $0 != 0 && $0 != 0x0a }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
