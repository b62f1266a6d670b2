import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// A path of the tests' server and the outcome of asking for it.
struct AnswerCase: CustomTestStringConvertible, Sendable {
    let path: String
    let outcome: DeliveryOutcome
    var testDescription: String { path }

    init(_ path: String, _ outcome: DeliveryOutcome) {
        self.path = path
        self.outcome = outcome
    }

    static func refused(
        _ path: String,
        _ status: Int,
        _ retryAfter: RetryAfter? = nil,
        excerpt: String = "ok"
    ) -> AnswerCase {
        let refusal = Refusal(status: status, retryAfter: retryAfter, excerpt: excerpt)
        return AnswerCase(path, .refused(refusal))
    }
}

/// What a server answers decides the outcome, whatever else it does.
@Suite(.timeLimit(.minutes(2))) struct AnswerTests {
    @Test(
        "tell what was answered",
        arguments: [
            // Only 2xx is success, whatever is in the body.
            AnswerCase("/status/200", .delivered(status: 200)),
            AnswerCase("/status/201", .delivered(status: 201)),
            AnswerCase("/status/202", .delivered(status: 202)),
            AnswerCase("/status/204", .delivered(status: 204)),
            AnswerCase("/status/299", .delivered(status: 299)),
            // Redirects are told and not followed; of the place only the origin is shown.
            AnswerCase(
                "/redirect/301?to=https://else.test/secret?a=b",
                .redirected(status: 301, origin: "https://else.test:443")
            ),
            AnswerCase(
                "/redirect/307?to=http://u:p@else.test:81/x",
                .redirected(status: 307, origin: "http://else.test:81")
            ),
            AnswerCase("/redirect/302?to=/elsewhere", .redirected(status: 302, origin: nil)),
            AnswerCase(
                "/redirect/302?to=file:///etc/passwd",
                .redirected(status: 302, origin: nil)
            ),
            AnswerCase("/redirect/308?to=gopher://x.test/", .redirected(status: 308, origin: nil)),
            AnswerCase("/status/304", .redirected(status: 304, origin: nil)),
            // 410 is a wish; the other refusals have a status.
            AnswerCase("/status/410", .gone),
            .refused("/status/400", 400),
            .refused("/status/401", 401),
            .refused("/status/404", 404),
            .refused("/status/407", 407),
            .refused("/status/429", 429),
            .refused("/status/500", 500),
            .refused("/status/503", 503),
            .refused("/status/599", 599),
            // Retry-After in seconds, as a date, and in a way that says nothing.
            .refused("/retry/429?after=120", 429, .seconds(120)),
            .refused("/retry/503?after=0", 503, .seconds(0)),
            .refused(
                "/retry/503?after=Sun,%2006%20Nov%201994%2008:49:37%20GMT",
                503,
                .date(784_111_777)
            ),
            .refused("/retry/429?after=soon", 429),
            .refused("/retry/429?after=-5", 429),
            // The body is shown on one line, escaped and cut.
            .refused("/bytes/500?hex=610a0d0962", 500, excerpt: "a b"),
            .refused("/bytes/500?hex=1b5b33316dff00", 500, excerpt: "\\x1b[31m\\xff\\x00"),
            .refused("/bytes/400?hex=e280ae", 400, excerpt: "\\u{202e}"),
            .refused("/large/500", 500, excerpt: String(repeating: "x", count: 300) + "…"),
            .refused("/endless-body/503", 503, excerpt: endless),
            // What goes before the answer is not the answer.
            AnswerCase("/hints/200", .delivered(status: 200)),
            .refused("/hints/404", 404),
            // Once the status is known, nothing that follows takes it back.
            AnswerCase("/endless-body/200", .delivered(status: 200)),
            AnswerCase("/endless-trailer/200", .delivered(status: 200)),
            AnswerCase("/endless-body/410", .gone),
        ]
    )
    func answers(_ row: AnswerCase) async throws {
        let receiver = try Receiver.shared.get()
        #expect(await send(receiver.url("http", row.path)) == row.outcome)
    }

    private static let endless =
        String(
            String(repeating: "endless ", count: 100).prefix(300)
        ) + "…"

    @Test(
        "do not wait for a body that drips, and still tell the status",
        arguments: [200, 410, 503]
    )
    func slowBody(status: Int) async throws {
        let receiver = try Receiver.shared.get()
        var limits = SenderLimits()
        limits.bodyPatience = .milliseconds(100)
        let outcome = await send(receiver.url("http", "/slow-body/\(status)"), limits: limits)
        switch outcome {
        case .delivered(let told): #expect(told == status)
        case .gone: #expect(status == 410)
        case .refused(let refusal):
            #expect(refusal.status == status)
            #expect(refusal.excerpt.hasPrefix("begin"))
        default: Issue.record("\(outcome)")
        }
    }

    @Test("do not follow a redirect, not even to the same server")
    func redirectNotFollowed() async throws {
        let receiver = try Receiver.shared.get()
        let token = uniqueToken()
        let target = receiver.url("http", "/status/200/\(token)")
        let outcome = await send(receiver.url("http", "/redirect/308?to=\(target)"))
        #expect(outcome.word == "redirected")
        // Only the request that names the place, none for the place itself.
        #expect(try receiver.requests(with: token).map(\.target) == ["/redirect/308?to=\(target)"])
    }
}
