import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// What is sent, and what is refused before anything is.
@Suite(.timeLimit(.minutes(2))) struct RequestTests {
    @Test("send the body and the fields as they are, and little else")
    func wire() async throws {
        let receiver = try Receiver.shared.get()
        let token = uniqueToken()
        // Large enough to be sent in many pieces.
        let body = String(repeating: "é\u{0}\r\n", count: 150_000)
        let outcome = await send(
            receiver.url("http", "/status/200/\(token)?a=b#fragment"),
            headers: [
                WebhookRequest.Header("X-One", "a: b"), WebhookRequest.Header("X-One", "twice"),
                WebhookRequest.Header("X-Empty", ""), WebhookRequest.Header("X-Text", "é"),
                WebhookRequest.Header("Content-Type", "application/json"),
            ],
            body: body
        )
        #expect(outcome == .delivered(status: 200))
        let received = try receiver.requests(with: token)
        #expect(received.count == 1)
        let request = try #require(received.first)
        #expect(request.method == "POST")
        #expect(request.target == "/status/200/\(token)?a=b")
        #expect(request.body.elementsEqual(body.utf8))
        #expect(
            request.fields.sorted() == [
                "accept: */*", "content-length: \(body.utf8.count)",
                "content-type: application/json", "host: 127.0.0.1:\(receiver.port("http"))",
                "user-agent: mxprobe/0.0-test", "x-empty: ", "x-one: a: b", "x-one: twice",
                // The log holds bytes as Latin-1.
                "x-text: Ã©",
            ]
        )
    }

    @Test("send an empty body, and no type that nobody gave")
    func emptyBody() async throws {
        let receiver = try Receiver.shared.get()
        let token = uniqueToken()
        let url = receiver.url("http", "/status/200/\(token)", login: "user:p%40ss@")
        #expect(await send(url, body: "") == .delivered(status: 200))
        let request = try #require(try receiver.requests(with: token).first)
        #expect(request.body.isEmpty)
        #expect(request.values(of: "content-length") == ["0"])
        #expect(request.values(of: "content-type").isEmpty)
        #expect(request.values(of: "authorization") == ["Basic dXNlcjpwQHNz"])
    }

    @Test(
        "refuse URLs that are not for the web, and say nothing of them",
        arguments: [
            "", " ", "hooks.test/x", "//hooks.test/x", "/x", "file:///etc/passwd",
            "ftp://hooks.test/x",
            "gopher://hooks.test/x", "smtp://hooks.test/x", "javascript:alert(1)", "https://",
            "https:///x", "https:/x", "https:x", "https://hooks.test:99999/x",
            "https://hooks.test:x/", "https://ho oks.test/",
            "https://hooks.test/a b", "https://hooks.test/\r\nX: y", "https://hooks.test/é",
            "https://exämple.test/", "https://[::1/", "http://\u{0}",
            "https://hooks.test/" + String(repeating: "a", count: 8_000),
        ]
    )
    func badURL(url: String) async {
        let outcome = await send(url)
        #expect(outcome == .invalid("the URL is not one with http or https in plain ASCII"))
    }

    @Test(
        "refuse header fields that would forge others",
        arguments: [
            ("X-A", "a\r\nX-B: b"), ("X-A", "a\nb"), ("X-A", "a\r"), ("X-A", "a\u{0}b"),
            ("X-A", "\u{7f}"), ("X-A", "\u{1b}[0m"), ("X A", "b"), ("X-A:", "b"), ("", "b"),
            ("X-A\r\nX-B", "b"), ("X-é", "b"), ("Content-Length", "0"), ("content-length", "0"),
            ("Transfer-Encoding", "chunked"), ("Host", "other.test"), ("Expect", "100-continue"),
            ("Connection", "close"), ("User-Agent", "x"), ("Proxy-Authorization", "x"),
            ("X-Large", String(repeating: "a", count: 16_384)),
        ]
    )
    func badHeader(name: String, value: String) async throws {
        let receiver = try Receiver.shared.get()
        let token = uniqueToken()
        let outcome = await send(
            receiver.url("http", "/status/200/\(token)"),
            headers: [WebhookRequest.Header(name, value)]
        )
        guard case .invalid(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!reason.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(try receiver.requests(with: token).isEmpty)
    }

    @Test(
        "refuse proxies of other kinds",
        arguments: ["", "proxy.test:3128", "ftp://p.test/", "socks4://p.test", "http://p\r\n.test"]
    )
    func badProxy(proxy: String) async {
        let outcome = await send("http://127.0.0.1:1/", options: patience.through(proxy))
        #expect(outcome.word == "invalid")
    }

    @Test("refuse a body beyond its limit, and a certificate without a key")
    func limits() async {
        let large = String(repeating: "a", count: RequestRules.bodyLimit + 1)
        #expect(await send("http://127.0.0.1:1/", body: large).word == "invalid")
        let options = DeliveryOptions(clientCertificateFile: "/nonexistent/client.pem")
        #expect(await send("http://127.0.0.1:1/", options: options).word == "invalid")
    }

    @Test("show an address with its port, and an IPv6 one in brackets")
    func origins() {
        #expect(WebAddress("HTTPS://u:p@Hooks.Test/x?y")?.origin == "https://Hooks.Test:443")
        #expect(WebAddress("http://[2001:db8::1]:81/")?.origin == "http://[2001:db8::1]:81")
        #expect(
            WebAddress("socks5h://u:p@p.test", schemes: ["socks5h"])?.origin
                == "socks5h://p.test:1080"
        )
    }
}
