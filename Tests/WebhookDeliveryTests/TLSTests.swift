import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// A server, what is trusted, and the outcome.
struct TLSCase: CustomTestStringConvertible, Sendable {
    let server: String
    let caFile: String?
    let client: String?
    let word: String
    let reason: String
    var testDescription: String {
        "\(server), trusting \(caFile ?? "the system's"), showing \(client ?? "nothing")"
    }

    init(
        _ server: String,
        _ caFile: String?,
        _ word: String,
        _ reason: String,
        showing client: String? = nil
    ) {
        self.server = server
        self.caFile = caFile
        self.client = client
        self.word = word
        self.reason = reason
    }
}

/// TLS is always verified, and why it failed is told.
@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    @Test(
        "trust whom they are told to trust",
        arguments: [
            TLSCase("https", "ca.pem", "delivered", "answered 200"),
            // The system's roots do not know the tests' authority.
            TLSCase("https", nil, "tls-certificate", "unable to get local issuer certificate"),
            TLSCase(
                "https",
                "own.pem",
                "tls-certificate",
                "unable to get local issuer certificate"
            ),
            TLSCase("own", nil, "tls-certificate", "self-signed certificate"),
            TLSCase("own", "ca.pem", "tls-certificate", "self-signed certificate"),
            // A self-signed certificate is its own authority.
            TLSCase("own", "own.pem", "delivered", "answered 200"),
            TLSCase("wrong", "ca.pem", "tls-name", "the certificate is for another name"),
            TLSCase("wrong", nil, "tls-certificate", "unable to get local issuer certificate"),
            TLSCase("expired", "ca.pem", "tls-certificate", "certificate has expired"),
            // A server that demands a certificate of ours, with TLS 1.3 and with TLS 1.2.
            TLSCase("client", "ca.pem", "delivered", "answered 200", showing: "client"),
            TLSCase("client12", "ca.pem", "delivered", "answered 200", showing: "client"),
            TLSCase("client", "ca.pem", "tls-client-certificate", "certificate required"),
            TLSCase("client12", "ca.pem", "tls-handshake", "alert handshake failure"),
            TLSCase("client", "ca.pem", "tls-client-certificate", "alert", showing: "stranger"),
            TLSCase("client12", "ca.pem", "tls-client-certificate", "alert", showing: "stranger"),
            // What a server that does not ask is shown does not matter.
            TLSCase("https", "ca.pem", "delivered", "answered 200", showing: "client"),
        ]
    )
    func trust(_ row: TLSCase) async throws {
        let receiver = try Receiver.shared.get()
        var options = patience
        options.caFile = row.caFile.map(receiver.file)
        options.clientCertificateFile = row.client.map { receiver.file($0 + ".pem") }
        options.clientKeyFile = row.client.map { receiver.file($0 + ".key") }
        let outcome = await send(receiver.url(row.server, "/status/200"), options: options)
        #expect(outcome.word == row.word)
        #expect(outcome.description.contains(row.reason), "\(outcome)")
    }

    @Test("send nothing to a server that is not trusted", arguments: ["https", "own", "wrong"])
    func nothingSent(server: String) async throws {
        let receiver = try Receiver.shared.get()
        let token = uniqueToken()
        let outcome = await send(receiver.url(server, "/status/200/\(token)"))
        #expect(outcome.word.hasPrefix("tls-"))
        #expect(try receiver.requests(with: token).isEmpty)
    }

    @Test("tell a server that does not speak TLS, and one that speaks nothing else")
    func mixedUp() async throws {
        let receiver = try Receiver.shared.get()
        let plain = "127.0.0.1:\(receiver.port("http"))"
        let outcome = await send("https://\(plain)/x")
        let reason = "https://\(plain): wrong version number"
        #expect(outcome == .tls(TLSFault(.handshake, reason)))
        let secure = "127.0.0.1:\(receiver.port("https"))"
        let other = await send("http://\(secure)/x")
        guard case .network(let fault) = other else {
            Issue.record("\(other)")
            return
        }
        #expect([.emptyReply, .notHTTP, .connectionLost].contains(fault.code))
    }

    @Test("tell the file that cannot be used", arguments: ["ca", "certificate", "key", "mixed"])
    func badFile(which: String) async throws {
        let receiver = try Receiver.shared.get()
        var options = patience.trusting(receiver)
        options.clientCertificateFile = receiver.file("client.pem")
        options.clientKeyFile = receiver.file("client.key")
        switch which {
        case "ca": options.caFile = receiver.file("none.pem")
        case "certificate": options.clientCertificateFile = receiver.file("none.pem")
        case "key": options.clientKeyFile = receiver.file("ca.pem")
        default: options.clientKeyFile = receiver.file("stranger.key")
        }
        let outcome = await send(receiver.url("https", "/status/200"), options: options)
        let words =
            which == "ca" ? "the file of trusted certificates" : "the client certificate or its key"
        #expect(outcome.word == "invalid", "\(outcome)")
        #expect(outcome.description.hasPrefix(words), "\(outcome)")
    }
}
