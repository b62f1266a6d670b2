import Glibc
import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// Requests through proxies, and never through one that nobody configured.
@Suite(.timeLimit(.minutes(2))) struct ProxyTests {
    private static let login = "proxyuser:PROXYPASSWORD@"

    @Test(
        "go through the proxy with its login",
        arguments: ["http", "https"],
        ["http://", "https://", "socks5://", "socks5h://"]
    )
    func through(server: String, scheme: String) async throws {
        let receiver = try Receiver.shared.get()
        let name = ["http://": "proxy", "https://": "proxy_tls"][scheme] ?? "socks"
        let proxy = "\(scheme)\(ProxyTests.login)127.0.0.1:\(receiver.port(name))"
        let token = uniqueToken()
        // Only the proxy's resolver would know a name, so that a name shows who has looked it up.
        let host = scheme == "socks5h://" ? "hooks.test" : "127.0.0.1"
        let url = "\(server)://\(host):\(receiver.port(server))/status/200/\(token)"
        let outcome = await send(
            url,
            headers: [WebhookRequest.Header("X-Secret", "s")],
            options: patience.trusting(receiver).through(proxy)
        )
        #expect(outcome == .delivered(status: 200))
        let received = try receiver.requests(with: token)
        #expect(received.count == 1)
        if server == "https" || name == "socks" {
            #expect(received.first?.port == receiver.port(server))
            #expect(received.first?.values(of: "proxy-authorization").isEmpty == true)
        } else {
            #expect(received.first?.port == receiver.port(name))
        }
        // The webhook's own fields are for the receiver alone.
        let tunnels = try receiver.requests(with: "\(host):\(receiver.port(server))")
            .filter { $0.method == "CONNECT" }
        #expect(tunnels.allSatisfy { $0.values(of: "x-secret").isEmpty })
    }

    @Test(
        "tell a proxy that refuses, and never take its answer for the receiver's",
        arguments: ["http", "https"],
        ["proxy", "proxy_tls", "socks"]
    )
    func refused(server: String, name: String) async throws {
        let receiver = try Receiver.shared.get()
        let scheme = ["proxy": "http", "proxy_tls": "https"][name] ?? "socks5"
        let origin = "\(scheme)://127.0.0.1:\(receiver.port(name))"
        let proxy = "\(scheme)://proxyuser:WRONG@127.0.0.1:\(receiver.port(name))"
        let outcome = await send(
            receiver.url(server, "/status/200"),
            options: patience.trusting(receiver).through(proxy)
        )
        #expect(outcome.word == "proxy")
        let wanted = name == "socks" ? "the proxy refuses" : "the proxy answered 407"
        #expect(outcome.description == "\(origin): \(wanted)")
    }

    @Test(
        "never take the proxy's consent for the receiver's",
        arguments: [("/close", "empty-reply"), ("/reset", "connection-lost")]
    )
    func consent(path: String, word: String) async throws {
        let receiver = try Receiver.shared.get()
        let proxy = "http://\(ProxyTests.login)127.0.0.1:\(receiver.port("proxy"))"
        let outcome = await send(
            receiver.url("https", path),
            options: patience.trusting(receiver).through(proxy)
        )
        // The proxy may hand a reset on as an end.
        #expect([word, "empty-reply"].contains(outcome.word), "\(outcome)")
    }

    @Test("tell a proxy that cannot be reached, found or trusted")
    func broken() async throws {
        let receiver = try Receiver.shared.get()
        let url = receiver.url("http", "/status/200")
        let closed = try ClosedPort()
        let origin = "http://127.0.0.1:\(closed.number)"
        let refused = await send(url, options: patience.through(origin))
        #expect(refused == .network(NetworkFault(.connect, "\(origin): connection refused")))
        let label = String(repeating: "a", count: 64)
        let unknown = await send(url, options: patience.through("http://\(label).invalid:1"))
        #expect(unknown.word == "resolve-proxy")
        let secure = "https://\(ProxyTests.login)127.0.0.1:\(receiver.port("proxy_tls"))"
        let untrusted = await send(url, options: patience.through(secure))
        #expect(untrusted.word == "tls-certificate")
    }

    @Test("take no proxy, login or option from the environment")
    func environment() async throws {
        await #expect(processExitsWith: .success) {
            // A child process, whose environment nobody else sees.
            let closed = try ClosedPort()
            for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:\(closed.number)", 1)
            }
            let receiver = try Receiver.shared.get()
            let direct = await send(receiver.url("http", "/status/200"))
            // A proxy that is configured is used, whatever `no_proxy` says.
            setenv("no_proxy", "*", 1)
            setenv("NO_PROXY", "*", 1)
            let through = await send(
                receiver.url("http", "/status/200"),
                options: patience.through("http://127.0.0.1:\(closed.number)")
            )
            exit(direct == .delivered(status: 200) && through.word == "connect" ? 0 : 1)
        }
    }
}
