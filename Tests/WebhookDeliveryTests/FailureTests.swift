import Glibc
import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// A server's misdeed and the word for it.
struct FailureCase: CustomTestStringConvertible, Sendable {
    let server: String
    let path: String
    let word: String
    let reason: String
    var testDescription: String { "\(server) \(path)" }

    init(_ server: String, _ path: String, _ word: String, _ reason: String) {
        self.server = server
        self.path = path
        self.word = word
        self.reason = reason
    }
}

/// No answer is a value too, with a word that stays.
@Suite(.timeLimit(.minutes(2))) struct FailureTests {
    @Test(
        "tell why there is no answer",
        arguments: [
            FailureCase("http", "/reset", "connection-lost", "connection reset by peer"),
            FailureCase("http", "/close", "empty-reply", "closed unanswered"),
            FailureCase("http", "/garbage", "not-http", "not HTTP"),
            FailureCase("http", "/endless-head", "header-too-large", "does not end"),
            FailureCase("http", "/endless-hints", "header-too-large", "does not end"),
            FailureCase("https", "/endless-head", "header-too-large", "does not end"),
            FailureCase("resets", "/x", "connection-lost", "connection reset by peer"),
        ]
    )
    func failures(_ row: FailureCase) async throws {
        let receiver = try Receiver.shared.get()
        let outcome = await send(
            receiver.url(row.server, row.path),
            options: patience.trusting(receiver)
        )
        // A reset right behind the handshake may be seen while connecting still.
        let isEarly = row.server == "resets" && outcome.word == "connect"
        #expect(outcome.word == row.word || isEarly)
        #expect(outcome.description.contains(row.reason) || isEarly, "\(outcome)")
        #expect(outcome.description.hasPrefix(receiver.url(row.server) + ": "))
    }

    @Test("end a header field that has no end")
    func endlessField() async throws {
        let receiver = try Receiver.shared.get()
        // libcurl has a limit of its own for one line, and reports it as it likes.
        let outcome = await send(receiver.url("http", "/endless-field"))
        guard case .network = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("tell a closed port")
    func closedPort() async throws {
        let port = try ClosedPort()
        let outcome = await send("http://127.0.0.1:\(port.number)/x")
        #expect(
            outcome
                == .network(
                    NetworkFault(.connect, "http://127.0.0.1:\(port.number): connection refused")
                )
        )
    }

    @Test(
        "cut a server that is slow beyond its time",
        arguments: ["/silent", "/slow-head"]
    )
    func slowServer(path: String) async throws {
        let receiver = try Receiver.shared.get()
        var options = patience
        options.totalTimeout = .milliseconds(400)
        let outcome = await send(receiver.url("http", path), options: options)
        // On a busy machine the time may be up before there is a connection.
        guard case .timedOut = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("tell that the connection was made when only the answer is late")
    func latePhase() async throws {
        let receiver = try Receiver.shared.get()
        // A first request opens the connection, so that the second has all its time for the answer.
        let sender = WebhookSender(version: "0")
        let warm = WebhookRequest(url: receiver.url("http", "/status/200"), headers: [], body: [])
        #expect(await sender.send(warm, options: patience) == .delivered(status: 200))
        var options = patience
        options.totalTimeout = .seconds(2)
        let late = WebhookRequest(url: receiver.url("http", "/silent"), headers: [], body: [])
        #expect(await sender.send(late, options: options) == .timedOut(.response))
    }

    @Test("tell that no connection was made in time")
    func connectTimeout() async throws {
        let port = try DeafPort()
        var options = patience
        options.connectTimeout = .milliseconds(300)
        let outcome = await send("http://127.0.0.1:\(port.number)/x", options: options)
        #expect(outcome == .timedOut(.connect))
    }

    @Test("name the host that has no address")
    func unknownHost() async {
        // Names below "invalid" exist nowhere (RFC 6761), and this one is too long to be asked for at all.
        let label = String(repeating: "a", count: 64)
        let outcome = await send("https://\(label).invalid/x")
        #expect(outcome.word == "resolve")
        #expect(
            outcome.description == "https://\(label).invalid:443: the host's name has no address"
        )
    }
}
