import Foundation
import Glibc
import ProcessTestSupport
import TestSupport
import Testing

/// Runs of `check`, and receivers of their alerts, that are killed at any moment.
@Suite struct KilledRunTests {
    /// How many runs there are, and what fixes the moments; `scripts/kill-runs` asks for more and for others.
    private static let runs = number("MXPROBE_KILL_RUNS") ?? 30
    private static let seed = number("MXPROBE_KILL_SEED") ?? 1

    /// The latest moment at which a run or its receiver is killed, in microseconds: most have ended by then.
    private static let latest: UInt32 = 250_000

    /// One run in so many has its receiver killed instead.
    private static let receiverShare = 5

    private static func number(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    /// Whatever was remembered is told under one id, and in the order in which it happened.
    @Test func nothingIsLostAndNothingIsToldTwiceUnderTwoIDs() throws {
        let story = try KilledRuns()
        var generator = SeededGenerator(seed: Self.seed)
        for number in 0..<Self.runs {
            let delay = UInt32.random(in: 0..<Self.latest, using: &generator)
            let victim: KilledRuns.Victim =
                generator.once(in: Self.receiverShare) ? .receiver : .check
            try story.run("d\(number).test", killing: victim, after: delay)
        }
        try story.end("last.test")

        let told = try story.told
        let ids = Dictionary(grouping: told, by: \.subject).mapValues { Set($0.map(\.id)) }
        #expect(ids.values.allSatisfy { $0.count == 1 })
        let remembered = try story.remembered
        #expect(remembered.last == "domain:last.test")
        #expect(Set(remembered).count == remembered.count)
        var seen: Set<String> = []
        #expect(told.map(\.subject).filter { seen.insert($0).inserted } == remembered)
        guard getenv("MXPROBE_KILL_RUNS") != nil else { return }
        print(
            """
            seed \(Self.seed): \(Self.runs) runs, of which \(story.killedChecks) were killed, and \(story.killedReceivers) \
            receivers; \(remembered.count) changes remembered, \(ids.count) told in \(told.count) requests
            """
        )
    }
}

/// Runs of `check` on one state, each of a domain that does not exist, and the receivers that were told.
private final class KilledRuns {
    /// What is killed during a run.
    enum Victim {
        case check
        case receiver
    }

    /// What a receiver was told.
    struct Told {
        let id: String
        let subject: String

        init(_ request: ReceivedRequest) throws {
            id = try #require(request.values(of: "webhook-id").first)
            let object = try JSONSerialization.jsonObject(with: request.body) as? [String: Any]
            let data = try #require(object?["data"] as? [String: Any])
            subject = try #require(data["alert"] as? String)
        }
    }

    private let runs: CheckRuns
    private var receiver: Receiver
    private var earlier: [Told] = []
    /// How many runs had not ended when they were killed.
    private(set) var killedChecks = 0
    private(set) var killedReceivers = 0

    init() throws {
        runs = try CheckRuns()
        receiver = try Receiver()
        try configure()
    }

    private func configure() throws {
        // Late enough that some are killed between the request and its answer.
        let url = receiver.url("http", "/late/200/killed")
        try runs.configure(
            """
            alert: {after_failures: 1}
            webhooks: [{name: ops, format: json, url: "\(url)"}]

            """
        )
    }

    /// Checks a domain, and kills the check or the receiver so many microseconds after its start.
    func run(_ domain: String, killing victim: Victim, after delay: UInt32) throws {
        let arguments = ["check", domain, "--state", runs.state]
        let program = try RunningProgram(runs.program(arguments + AbsentDomains.options()))
        usleep(delay)
        switch victim {
        case .check:
            program.send(SIGKILL)
            if try program.wait().signal == SIGKILL { killedChecks += 1 }
        case .receiver:
            try receiver.kill()
            killedReceivers += 1
            #expect(try program.wait().status == 2)
            earlier += try receiver.requests(with: "/killed").map { try Told($0) }
            receiver = try Receiver()
            try configure()
        }
    }

    /// One whole run, and everything that was put off.
    func end(_ domain: String) throws {
        #expect(try runs.check(domain).status == 2)
        let flushed = try runs.run(["webhook", "flush", "--state", runs.state])
        #expect(flushed.output.hasSuffix("nothing waits\n"), "\(flushed.output)")
        let queue = try runs.run(["webhook", "queue", "--state", runs.state])
        #expect(queue.output.contains(/\nops +0 +[0-9]+ +0 +0 +in use\n/), "\(queue.output)")
    }

    /// What all receivers were told, in order.
    var told: [Told] {
        get throws { earlier + (try receiver.requests(with: "/killed").map { try Told($0) }) }
    }

    /// The subjects whose change the database remembers, in order.
    var remembered: [String] {
        get throws {
            let options = ["--format", "ndjson", "--state", runs.state]
            let history = try runs.run(["history"] + options)
            return try history.output.split(separator: "\n").map { line in
                let row = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require((row as? [String: Any])?["subject"] as? String)
            }
        }
    }
}
