import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// Runs of `check` that are killed at any moment.
@Suite struct KilledRunTests {
    /// The runs; about every second one is killed before it ends by itself.
    private static let runs = 30

    /// The latest moment at which a run is killed, in microseconds: most have ended by then.
    private static let latest: UInt32 = 300_000

    /// Whatever was remembered is told under one id, and in the order in which it happened.
    @Test func nothingIsLostAndNothingIsToldTwiceUnderTwoIDs() throws {
        let receiver = try Receiver.shared.get()
        let runs = try CheckRuns(
            """
            alert: {after_failures: 1}
            webhooks: [{name: ops, format: json, url: "\(receiver.url("http", "/status/200/killed"))"}]

            """
        )
        for number in 0..<Self.runs {
            let arguments = ["check", "d\(number).test", "--state", runs.state]
            let program = try RunningProgram(
                runs.program(arguments + AbsentDomains.options())
            )
            // Where it is killed differs from run to run and from machine to machine; what must hold never does.
            usleep(UInt32.random(in: 0..<Self.latest))
            program.send(SIGKILL)
            _ = try program.wait()
        }
        #expect(try runs.check("last.test").errors.isEmpty)
        let queue = try runs.run(["webhook", "queue", "--state", runs.state])
        #expect(queue.output.contains(/\nops +0 +[0-9]+ +0 +0 +in use\n/), "\(queue.output)")

        let told = try receiver.requests(with: "/killed").map(Told.init)
        let ids = Dictionary(grouping: told, by: \.subject).mapValues { Set($0.map(\.id)) }
        #expect(ids.values.allSatisfy { $0.count == 1 })
        let history = try runs.run(["history", "--format", "ndjson", "--state", runs.state])
        let remembered = try history.output.split(separator: "\n").map { line in
            try #require(try Told.text("subject", in: Data(line.utf8)))
        }
        #expect(remembered.last == "domain:last.test")
        var seen: Set<String> = []
        #expect(told.map(\.subject).filter { seen.insert($0).inserted } == remembered)
    }

    /// What the receiver was told.
    private struct Told {
        let id: String
        let subject: String

        init(_ request: ReceivedRequest) throws {
            id = try #require(request.values(of: "webhook-id").first)
            let object = try JSONSerialization.jsonObject(with: request.body) as? [String: Any]
            let data = try JSONSerialization.data(withJSONObject: object?["data"] ?? [:])
            subject = try #require(try Told.text("alert", in: data))
        }

        static func text(_ key: String, in json: Data) throws -> String? {
            let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
            return object?[key] as? String
        }
    }
}
