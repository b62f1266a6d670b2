import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// What `check` tells webhooks, and what `webhook` says of it.
@Suite struct AlertTests {
    private static let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"

    private static func webhook(_ name: String, _ url: String, _ more: String = "") -> String {
        "webhooks: [{name: \(name), format: json, url: \"\(url)\"\(more)}]\n"
    }

    /// The second bad run makes the alert, and the third is no news.
    @Test func aChangeIsToldOnceAndSigned() throws {
        let receiver = try Receiver.shared.get()
        let url = receiver.url("http", "/status/200/told-once")
        let runs = try CheckRuns(Self.webhook("ops", url, ", secret: \(Self.secret)"))
        #expect(try runs.check("a.test").errors.isEmpty)
        #expect(try receiver.requests(with: "told-once").isEmpty)
        for _ in 0..<3 { #expect(try runs.check("a.test").errors.isEmpty) }
        let requests = try receiver.requests(with: "told-once")
        #expect(requests.count == 1)
        let request = try #require(requests.first)
        let id = try #require(request.values(of: "webhook-id").first)
        #expect(id.hasPrefix("evt_"))
        #expect(request.values(of: "webhook-timestamp").count == 1)
        #expect(request.values(of: "webhook-signature").first?.hasPrefix("v1,") == true)
        let body = try JSONSerialization.jsonObject(with: request.body) as? [String: Any]
        #expect(body?["type"] as? String == "domain.down")
        let queue = try runs.run(["webhook", "queue", "--state", runs.state])
        #expect(queue.output.contains("ops      0        1          0       0     in use\n"))
    }

    /// It comes under the id of the first attempt when the receiver is there again.
    @Test func whatCouldNotBeDeliveredWaits() throws {
        let receiver = try Receiver.shared.get()
        let runs = try CheckRuns(
            Self.webhook("ops", receiver.url("http", "/status/503/waits"))
        )
        _ = try runs.check("a.test")
        let second = try runs.check("a.test")
        #expect(
            second.errors
                == "mxprobe: warning: webhook 'ops' did not take domain.down, to be tried again: answered 503: ok\n"
        )
        #expect(second.output.hasPrefix("CRITICAL"))
        let queue = try runs.run(["webhook", "queue", "--format", "json", "--state", runs.state])
        let shown = try JSONSerialization.jsonObject(with: Data(queue.output.utf8))
        let waiting = (shown as? [String: Any])?["waiting"] as? [[String: Any]]
        #expect(waiting?.map { $0["last_error"] as? String } == ["answered 503: ok"])
        let flushed = try runs.run(["webhook", "flush", "ops", "--state", runs.state])
        #expect(flushed.output.hasSuffix("1 still to be delivered\n"))
        #expect(flushed.status == 2)
        try runs.configure(Self.webhook("ops", receiver.url("http", "/status/200/waits")))
        let last = try runs.run(["webhook", "flush", "--state", runs.state])
        #expect(last.output == "webhook 'ops' has taken domain.down\nnothing waits\n")
        #expect(last.status == 0)
        let ids = try receiver.requests(with: "/waits").map { $0.values(of: "webhook-id") }
        #expect(ids.count == 3)
        #expect(Set(ids).count == 1)
    }

    /// 404 is final and told; 410 disables until somebody flushes it by name.
    @Test func whatIsRefusedIsToldAndNotTriedAgain() throws {
        let receiver = try Receiver.shared.get()
        let runs = try CheckRuns(Self.webhook("ops", receiver.url("http", "/status/404/final")))
        _ = try runs.check("a.test")
        let refused = try runs.check("a.test", "--quiet")
        #expect(
            refused.errors
                == "mxprobe: warning: webhook 'ops' will never be told of domain.down: answered 404: ok\n"
        )
        _ = try runs.check("a.test")
        #expect(try receiver.requests(with: "/final").count == 1)

        let gone = try CheckRuns(Self.webhook("ops", receiver.url("http", "/status/410/gone")))
        _ = try gone.check("a.test")
        #expect(try gone.check("a.test").errors.contains("wants no more and is disabled"))
        let queue = try gone.run(["webhook", "queue", "--state", gone.state])
        #expect(queue.output.contains("disabled since "))
        let flush = ["webhook", "flush", "--state", gone.state]
        #expect(try gone.run(flush).output == "1 still to be delivered\n")
        try gone.configure(Self.webhook("ops", receiver.url("http", "/status/200/gone")))
        #expect(
            try gone.run(flush + ["ops"]).output
                == "webhook 'ops' has taken domain.down\nnothing waits\n"
        )
    }

    @Test func aTestTellsWhatCameOfIt() throws {
        let receiver = try Receiver.shared.get()
        let runs = try CheckRuns(
            """
            webhooks:
              - {name: good, format: slack, url: "\(receiver.url("http", "/status/200/test"))", events: []}
              - {name: bad, format: json, url: "\(receiver.url("http", "/status/500/test"))"}
              - {name: unsigned, format: json, url: "http://127.0.0.1:1/", secret: PLANTED}

            """
        )
        let good = try runs.run(["webhook", "test", "good"])
        #expect(good.output.contains(/^good: delivered: answered 200 \([0-9]+ ms\)\n$/))
        #expect(good.status == 0)
        let bad = try runs.run(["webhook", "test", "bad"])
        #expect(bad.output.hasPrefix("bad: not delivered: answered 500: ok ("))
        #expect(bad.status == 2)
        let unsigned = try runs.run(["webhook", "test", "unsigned"])
        #expect(unsigned.output.contains("the signing secret is not 'whsec_' followed by base 64"))
        #expect(!(unsigned.output + unsigned.errors).contains("PLANTED"))
        #expect(try receiver.requests(with: "/test").count == 2)
    }

    @Test func theHeartbeatIsToldTheStartAndTheEnd() throws {
        let receiver = try Receiver.shared.get()
        let url = receiver.url("http", "/status/200/beat")
        let runs = try CheckRuns("heartbeat: {url: \"\(url)\"}\n")
        _ = try runs.check("a.test")
        let requests = try receiver.requests(with: "/beat")
        #expect(
            requests.map(\.target) == ["/status/200/beat/start", "/status/200/beat/fail"]
        )
        #expect(
            requests.last.map { String(decoding: $0.body, as: UTF8.self) }?
                .hasPrefix("CRITICAL: 1 domain: 1 misconfigured\n") == true
        )
        _ = try runs.check("a.test", "--no-alerts")
        #expect(try receiver.requests(with: "/beat").count == 2)
    }

    /// Secrets in the URL, the key, the environment and a file; an answer that repeats all of them.
    @Test func noSecretLeavesButToItsReceiver() throws {
        let receiver = try Receiver.shared.get()
        let runs = try CheckRuns()
        let file = try runs.folder.write("mxprobe.yaml.token", "PLANTEDTOKEN\n")
        try runs.configure(
            """
            webhooks:
              - {name: url, format: json, url: "\(receiver.url("http", "/echo/503/PLANTEDPATH"))", secret: whsec_UExBTlRFRFBMQU5URURQTEFOVEVEUExBTlRFRA==}
              - {name: file, format: ntfy, url: "\(receiver.url("http", "/echo/404/x"))", secret_file: \(file)}
              - {name: closed, format: json, url: "http://user:PLANTEDPASSWORD@127.0.0.1:1/PLANTEDPATH"}
            heartbeat: {url: "http://127.0.0.1:1/PLANTEDBEAT"}

            """
        )
        var texts = ""
        var warned = false
        for arguments in [["a.test"], ["a.test"], ["a.test", "--format", "json"]] {
            let transcript = try runs.run(
                ["check"] + arguments + AbsentDomains.options() + ["--state", runs.state]
            )
            warned = warned || transcript.errors.contains("can be read by every user")
            texts += transcript.output + transcript.errors
        }
        for command in [["queue"], ["flush"], ["queue", "--format", "json"]] {
            let arguments = ["webhook"] + command + ["--state", runs.state]
            let transcript = try runs.run(arguments)
            texts += transcript.output + transcript.errors
        }
        for name in ["url", "file", "closed"] {
            let transcript = try runs.run(["webhook", "test", name])
            texts += transcript.output + transcript.errors
        }
        #expect(warned)
        #expect(texts.contains("answered 404"))
        for secret in ["PLANTED", "UExBTlRFR"] { #expect(!texts.contains(secret)) }
        unlink(file)
        let written = try runs.written()
        #expect(written.count > 10_000)
        for secret in ["PLANTED", "UExBTlRFR"] {
            #expect(written.range(of: Data(secret.utf8)) == nil)
        }
        let tokens = try receiver.requests(with: "/echo/404/x")
            .flatMap { $0.values(of: "authorization") }
        #expect(Set(tokens) == ["Bearer PLANTEDTOKEN"])
    }
}
