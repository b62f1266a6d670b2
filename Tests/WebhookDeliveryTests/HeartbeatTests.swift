import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// Pings as healthchecks.io and its kind take them.
@Suite(.timeLimit(.minutes(2))) struct HeartbeatTests {
    @Test(
        "put the signal behind the path",
        arguments: [
            ("https://hb.test/uuid", .start, "https://hb.test/uuid/start"),
            ("https://hb.test/uuid", .success, "https://hb.test/uuid"),
            ("https://hb.test/uuid", .fail, "https://hb.test/uuid/fail"),
            ("https://hb.test/uuid/", .fail, "https://hb.test/uuid/fail"),
            ("https://hb.test/key/slug?create=1", .fail, "https://hb.test/key/slug/fail?create=1"),
            ("https://hb.test/uuid?a=/b?c", .success, "https://hb.test/uuid?a=/b?c"),
            ("https://hb.test/uuid?a=b#top", .start, "https://hb.test/uuid/start?a=b"),
            ("https://hb.test", .fail, "https://hb.test/fail"),
            ("https://hb.test/u#f?x", .fail, "https://hb.test/u/fail"),
        ] as [(String, Heartbeat.Signal, String)]
    )
    func urls(url: String, signal: Heartbeat.Signal, wanted: String) {
        let request = Heartbeat(url: url).request(signal)
        #expect(request.url == wanted)
        #expect(request.method == .get)
        #expect(request.body.isEmpty)
    }

    @Test("cut a long summary between two characters", arguments: ["a", "é", "€", "😀"])
    func summary(character: String) {
        for shift in 0..<4 {
            let summary =
                String(repeating: "-", count: shift) + String(repeating: character, count: 10_000)
            let request = Heartbeat(url: "https://hb.test/u").request(.fail, summary: summary)
            #expect(request.method == .post)
            #expect(request.body.count <= Heartbeat.bodyLimit)
            #expect(request.body.count > Heartbeat.bodyLimit - 4)
            let text = String(validating: request.body, as: UTF8.self)
            #expect(text.map { summary.hasPrefix($0) } == true)
        }
        let short = Heartbeat(url: "https://hb.test/u").request(.success, summary: character)
        #expect(short.body == Array(character.utf8))
    }

    @Test("arrive")
    func arrival() async throws {
        let receiver = try Receiver.shared.get()
        let sender = WebhookSender(version: "1.2")
        let token = uniqueToken()
        let heartbeat = Heartbeat(url: receiver.url("http", "/status/200/\(token)?rid=1"))
        for (signal, summary) in [
            (Heartbeat.Signal.start, ""), (.success, ""), (.fail, "2 domains down\n"),
        ] {
            let outcome = await sender.send(
                heartbeat.request(signal, summary: summary),
                options: patience
            )
            #expect(outcome == .delivered(status: 200))
        }
        let received = try receiver.requests(with: token)
        #expect(received.map(\.method) == ["GET", "GET", "POST"])
        let path = "/status/200/\(token)"
        #expect(
            received.map(\.target) == [
                "\(path)/start?rid=1", "\(path)?rid=1", "\(path)/fail?rid=1",
            ]
        )
        #expect(
            received.last.map { String(decoding: $0.body, as: UTF8.self) } == "2 domains down\n"
        )
        #expect(received.last?.values(of: "content-type") == ["text/plain; charset=utf-8"])
        #expect(received.first?.values(of: "user-agent") == ["mxprobe/1.2"])
    }
}
