import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// Whom a webhook trusts, what it shows to be trusted, and the way it goes, as the configuration says.
@Suite struct WebhookTrustTests {
    /// A way to a server, and what `webhook test` says of it.
    struct Row: CustomTestStringConvertible, Sendable {
        let about: String
        let server: String
        /// More keys of the webhook; FOLDER is the servers' folder, and PROXY the address of the proxy.
        let keys: String
        /// What comes after the webhook's name.
        let answer: String
        var testDescription: String { about }

        init(_ about: String, _ server: String, _ keys: String, _ answer: String) {
            self.about = about
            self.server = server
            self.keys = keys
            self.answer = answer
        }
    }

    static let shown = "client_cert_file: FOLDER/client.pem, client_key_file: FOLDER/client.key"

    static let rows = [
        Row(
            "the tests' own authority",
            "https",
            "ca_file: FOLDER/ca.pem",
            "delivered: answered 200"
        ),
        Row("the system's authorities", "https", "", "not delivered: https://"),
        Row(
            "a certificate of ours for a server that demands one",
            "client",
            "ca_file: FOLDER/ca.pem, \(shown)",
            "delivered: answered 200"
        ),
        Row(
            "none for a server that demands one",
            "client",
            "ca_file: FOLDER/ca.pem",
            "not delivered: https://"
        ),
        Row(
            "one that the server's authority does not know",
            "client",
            "ca_file: FOLDER/ca.pem, client_cert_file: FOLDER/stranger.pem, client_key_file: FOLDER/stranger.key",
            "not delivered: https://"
        ),
        Row(
            "one with the key of another",
            "client",
            "ca_file: FOLDER/ca.pem, client_cert_file: FOLDER/client.pem, client_key_file: FOLDER/stranger.key",
            "not delivered: the client certificate or its key"
        ),
        Row(
            "a server that we do not trust is shown nothing",
            "client",
            shown,
            "not delivered: https://"
        ),
        Row(
            "through a proxy with a login",
            "https",
            "ca_file: FOLDER/ca.pem, proxy: \"http://proxyuser:PROXYPASSWORD@PROXY\"",
            "delivered: answered 200"
        ),
        Row(
            "a certificate of ours through a proxy",
            "client",
            "ca_file: FOLDER/ca.pem, proxy: \"http://proxyuser:PROXYPASSWORD@PROXY\", \(shown)",
            "delivered: answered 200"
        ),
        Row(
            "a proxy that wants another login",
            "https",
            "ca_file: FOLDER/ca.pem, proxy: \"http://proxyuser:PLANTEDPROXY@PROXY\"",
            "not delivered: http://PROXY: the proxy answered 407"
        ),
    ]

    @Test(arguments: rows) func trust(_ row: Row) throws {
        let receiver = try Receiver.shared.get()
        let place = "/status/200/trust-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        let proxy = "127.0.0.1:\(receiver.port("proxy"))"
        let more = row.keys.isEmpty ? "" : ", " + row.keys
        let text =
            "webhooks: [{name: ops, format: json, url: \"\(receiver.url(row.server, place))\"\(more)}]\n"
        let runs = try CheckRuns(
            text.replacing("FOLDER", with: receiver.folder).replacing("PROXY\"", with: proxy + "\"")
        )
        let transcript = try runs.run(["webhook", "test", "ops"])
        let answer = row.answer.replacing("PROXY", with: proxy)
        #expect(transcript.output.hasPrefix("ops: \(answer)"), "\(transcript.output)")
        #expect(!(transcript.output + transcript.errors).contains("PLANTED"))
        let isDelivered = answer.hasPrefix("delivered")
        #expect(transcript.status == (isDelivered ? 0 : 2))
        #expect(try receiver.requests(with: place).isEmpty != isDelivered)
    }

    /// The key is a secret like the others, and `config check` looks after it before anything is sent.
    @Test func aKeyThatOthersCanReadIsTold() throws {
        let runs = try CheckRuns()
        let file = try runs.folder.write("key.pem", "x")
        try runs.configure(
            "webhooks: [{name: ops, format: json, url_env: U, client_cert_file: /c, client_key_file: \(file)}]\n"
        )
        #expect(chmod(file, 0o644) == 0)
        let open = try runs.run(["config", "check"])
        #expect(
            open.errors
                == "mxprobe: warning: \(file) holds a secret and can be read by every user; mend that with: chmod 600 \(file)\n"
        )
        #expect(chmod(file, 0o600) == 0)
        #expect(try runs.run(["config", "check"]).errors.isEmpty)
        let shown = try runs.run(["config", "show"])
        #expect(
            shown.output.contains(
                "    client_cert_file: \"/c\"\n    client_key_file: \"\(file)\"\n"
            )
        )
    }
}
