import Glibc
import ProbeModel
import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite("The mail queue")
struct MailQueueTests {
    private let a: DomainName
    private let b: DomainName

    init() throws {
        a = try #require(DomainName("a.test"))
        b = try #require(DomainName("b.test"))
    }

    /// The queue as a `postqueue` of the test's own lists it.
    private func queue(_ script: String, patience: Duration = .seconds(600)) -> MailQueue {
        MailQueue(PostfixProgram("/bin/sh", ["-c", script]), lifetime: 432_000, patience: patience)
    }

    private func line(
        _ id: String,
        _ recipients: [(String, String?)],
        queue: String = "deferred",
        arrival: Int = 1_700_000_000
    ) -> String {
        let list = recipients.map { address, reason in
            "{\"address\": \"\(address)\"\(reason.map { ", \"delay_reason\": \"\($0)\"" } ?? "")}"
        }
        return
            "{\"queue_name\": \"\(queue)\", \"queue_id\": \"\(id)\", \"arrival_time\": \(arrival), "
            + "\"recipients\": [\(list.joined(separator: ", "))]}\n"
    }

    private func list(_ lines: [String]) async throws -> QueueListing {
        let scene = try PostfixScene()
        let file = try scene.folder.write("lines", lines.joined())
        return try await queue("exec cat \(file)").listing(for: [a, b]).get()
    }

    @Test("is counted by domain, with the oldest message and the reasons")
    func counting() async throws {
        let before = Int64(time(nil))
        let listing = try await list([
            line(
                "1",
                [("x@A.test", "timed out"), ("y@a.test", "refused")],
                arrival: 1_700_000_300
            ),
            line("2", [("x@a.test", "refused"), ("z@b.test", nil)], arrival: 1_700_000_100),
            line("3", [("x@c.test", "other"), ("x@sub.a.test", nil)], arrival: 1),
        ])
        let summary = try #require(listing.summaries[a])
        #expect(summary.messages == 2)
        #expect(summary.recipients == 3)
        #expect(summary.oldestArrival == 1_700_000_100)
        #expect(
            summary.reasons
                == [.init("refused", recipients: 2), .init("timed out", recipients: 1)]
        )
        #expect(summary.lifetime == 432_000)
        #expect(summary.readAt >= before)
        #expect(listing.summaries[b]?.recipients == 1)
        #expect(listing.summaries[b]?.reasons == [])
        #expect(listing.messages == 3)
        #expect(listing.isComplete)
        #expect(!listing.isMailSystemDown)
    }

    @Test("may be empty")
    func empty() async throws {
        let listing = try await list([])
        #expect(listing.summaries[a]?.messages == 0)
        #expect(listing.summaries[a]?.oldestArrival == nil)
        #expect(listing.isComplete)
    }

    @Test("is not counted twice where a message is listed twice, nor where it is on hold")
    func twice() async throws {
        let listing = try await list([
            line("1", [("x@a.test", nil)], queue: "deferred"),
            line("1", [("x@a.test", nil)], queue: "active"),
            line("2", [("x@a.test", nil)], queue: "hold"),
            line("3", [("x@a.test", nil)], queue: "corrupt"),
        ])
        #expect(listing.summaries[a]?.messages == 1)
        #expect(listing.messages == 4)
    }

    @Test("is read although lines are malformed, which are counted")
    func malformed() async throws {
        let listing = try await list([
            "postqueue: what\n", line("1", [("x@a.test", nil)]), "\n", "{\"queue_id\": \"2",
        ])
        #expect(listing.summaries[a]?.messages == 1)
        #expect(listing.malformedLines == 3)
    }

    @Test("tells reasons that are safe to print, the first ones of many, cut where they are long")
    func reasons() async throws {
        let long = String(repeating: "x", count: 2_000)
        let many = (0..<600).map { line("r\($0)", [("x@a.test", "reason \($0)")]) }
        let listing = try await list(
            [line("1", [("x@a.test", "\\u001b[2J\(long)"), ("y@a.test", "\\u001b[2J\(long)")])]
                + many
        )
        let reasons = try #require(listing.summaries[a]?.reasons)
        #expect(reasons.count == QueueTally.toldReasons)
        #expect(reasons[0].recipients == 2)
        #expect(reasons[0].text.hasPrefix("\\x1b[2Jxxx"))
        #expect(reasons[0].text.utf8.count < 600)
        #expect(listing.summaries[a]?.recipients == 602)
    }

    @Test("is not held in memory, however long it is")
    func large() async throws {
        let one = line("$i", [("x@a.test", "timed out")]).dropLast().replacing("\"", with: "\\\"")
        let script = "i=0; while [ $i -lt 20000 ]; do echo \"\(one)\"; i=$((i+1)); done"
        let listing = try await queue(script).listing(for: [a]).get()
        #expect(listing.summaries[a]?.messages == 20_000)
        #expect(listing.summaries[a]?.reasons == [.init("timed out", recipients: 20_000)])
    }

    @Test("is told in part where reading it takes too long")
    func overdue() async throws {
        let scene = try PostfixScene()
        let file = try scene.folder.write("lines", line("1", [("x@a.test", nil)]) + "{\"que")
        let script = "cat \(file); exec sleep 1000"
        let listing = try await queue(script, patience: .seconds(4)).listing(for: [a]).get()
        #expect(!listing.isComplete)
        #expect(listing.summaries[a]?.messages == 1)
        #expect(listing.malformedLines == 0)
    }

    @Test("is read past a mail system that is down, as root")
    func downAsRoot() async throws {
        let warning =
            "postqueue: warning: Mail system is down -- accessing queue directly (Connect to the Postfix "
            + "showq service: No such file or directory)"
        let script = "echo '\(warning)' >&2; echo '\(line("1", [("x@a.test", nil)]))'"
        let listing = try await queue(script).listing(for: [a]).get()
        #expect(listing.isMailSystemDown)
        #expect(listing.summaries[a]?.messages == 1)
        #expect(listing.warnings == [warning])
    }

    /// What `postqueue` says, what it exits with, and what becomes of it.
    @Test(
        "is told as unknown where it cannot be read",
        arguments: [
            (
                "Queue report unavailable - mail system is down (Connect to the Postfix showq service: x)",
                69, PostfixError.Code.mailSystemDown
            ),
            ("User nobody(65534) is not allowed to view the mail queue", 69, .notPermitted),
            ("open /etc/postfix/main.cf: Permission denied", 1, .notPermitted),
            ("something else", 1, .programFailed),
        ]
    )
    func unreadable(message: String, status: Int, code: PostfixError.Code) async {
        let script = "echo 'postqueue: fatal: \(message)' >&2; exit \(status)"
        let result = await queue(script).listing(for: [a])
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.code == code)
        #expect(error.message == "sh failed: \(message)")
    }

    @Test("is unknown where there is no postqueue")
    func missing() async {
        let queue = MailQueue(PostfixProgram("/nowhere/postqueue", ["-j"]), lifetime: nil)
        let result = await queue.listing(for: [a])
        let message = "cannot run /nowhere/postqueue: no such file or directory"
        #expect(result == .failure(PostfixError(.programFailed, message)))
    }
}
