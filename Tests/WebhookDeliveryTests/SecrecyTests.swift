import ProcessTestSupport
import Testing

@testable import WebhookDelivery

/// Secrets are planted wherever a request has room for them, and no text may show one.
@Suite(.timeLimit(.minutes(2))) struct SecrecyTests {
    /// Where the request goes and what happens to it there; `%` is the place for the URL's secrets.
    static let fates = [
        // A server that repeats all that it was sent, in the body of a refusal.
        "http /echo/400", "http /echo/503", "https /echo/500", "http /echo/404",
        "http /status/200", "http /status/410", "http /redirect/302", "http /reset", "http /close",
        "http /garbage", "http /silent", "http /endless-head", "http /endless-body/500",
        "expired /x", "wrong /x", "own /x", "client /x", "resets /x", "closed /x", "unknown /x",
        "mixed /x",
    ]

    @Test(
        "show none of the secrets",
        arguments: fates,
        ["", "proxy", "proxy_wrong", "proxy_closed"]
    )
    func planted(fate: String, proxy: String) async throws {
        let receiver = try Receiver.shared.get()
        let closed = try ClosedPort()
        let words = fate.split(separator: " ").map(String.init)
        let query =
            "?to=https://else.test/PLANTEDPLACE&key=PLANTED%51UERY&PLANTEDFLAG#PLANTEDFRAGMENT"
        let path = "\(words[1])/PLANTEDPATH/a%2FPLANTED%20TWO\(query)"
        let login = "PLANTEDUSER:PLANTED%40WORD@"
        var url = receiver.url(words[0], path, login: login)
        switch words[0] {
        case "closed": url = "https://\(login)127.0.0.1:\(closed.number)\(path)"
        case "unknown": url = "https://\(login)\(String(repeating: "a", count: 64)).invalid\(path)"
        case "mixed": url = "https://\(login)127.0.0.1:\(receiver.port("http"))\(path)"
        default: break
        }
        var options = patience.trusting(receiver)
        options.secrets = ["PLANTEDROUTINGKEY"]
        if fate.contains("silent") { options.totalTimeout = .milliseconds(300) }
        switch proxy {
        case "proxy":
            options.proxy = "http://proxyuser:PROXYPASSWORD@127.0.0.1:\(receiver.port("proxy"))"
        case "proxy_wrong":
            options.proxy = "http://proxyuser:PLANTEDPROXY@127.0.0.1:\(receiver.port("proxy"))"
        case "proxy_closed":
            options.proxy = "https://proxyuser:PLANTEDPROXY@127.0.0.1:\(closed.number)"
        default: break
        }
        let request = WebhookRequest(
            url: url,
            headers: [WebhookRequest.Header("Authorization", "Bearer PLANTEDBEARER")],
            body: Array(#"{"routing_key":"PLANTEDROUTINGKEY"}"#.utf8)
        )
        let sender = WebhookSender(version: "0")
        let outcome = await sender.send(request, options: options)
        var dumped = ""
        dump((outcome, request, options), to: &dumped)
        let text =
            "\(outcome) \(outcome.word) \(String(reflecting: outcome)) \(dumped) \(request) \(options)"
        for secret in SecrecyTests.secrets {
            #expect(!text.contains(secret), "\(secret) in \(text)")
        }
        if words[1].hasPrefix("/echo"), proxy.isEmpty || proxy == "proxy" {
            #expect(outcome.description.contains("(hidden)"), "\(outcome)")
        }
    }

    /// What is planted, plain and as base 64 of the login, and the proxy's password.
    private static let secrets = [
        "PLANTED", "TWO", "PROXYPASSWORD",
        Base64.encode(Array("PLANTEDUSER:PLANTED@WORD".utf8)),
        Base64.encode(Array("proxyuser:PROXYPASSWORD".utf8)),
    ]

    @Test("show nothing of a secret that stands where the body was cut", arguments: 1..<12)
    func cut(length: Int) {
        let request = WebhookRequest(url: "https://h.test/SECRETTOKEN", headers: [], body: [])
        let hidden = HiddenTexts(request, DeliveryOptions())
        let body = Array("no ".utf8) + Array("SECRETTOKEN".utf8.prefix(length))
        #expect(
            String(decoding: hidden.hide(in: body, isCut: true), as: UTF8.self) == "no (hidden)"
        )
        let whole = String(decoding: hidden.hide(in: body, isCut: false), as: UTF8.self)
        #expect(whole.hasSuffix("(hidden)") == (length == 11))
    }

    @Test(
        "hide what a server may make of the URL",
        arguments: [
            "to ken/2", "to%20ken%2F2", "key=to%20ken%2F2", "/hook/x", "u ser", "u ser:p@ss",
            "dSBzZXI6cEBzcw==",
        ]
    )
    func decoded(text: String) {
        let url = "https://u%20ser:p%40ss@h.test/hook/x?key=to%20ken%2F2&b=1"
        let request = WebhookRequest(url: url, headers: [], body: [])
        let hidden = HiddenTexts(request, DeliveryOptions())
        let shown = hidden.hide(in: Array("<\(text)>".utf8), isCut: false)
        #expect(String(decoding: shown, as: UTF8.self) == "<(hidden)>")
    }

    @Test("hide what overlaps as one")
    func overlap() {
        let request = WebhookRequest(url: "https://h.test/abcd", headers: [], body: [])
        let hidden = HiddenTexts(request, DeliveryOptions(secrets: ["cdef", "xyz"]))
        let text = hidden.hide(in: Array("1 abcdef 2 xyz 3 abcabcdcdef".utf8), isCut: false)
        #expect(String(decoding: text, as: UTF8.self) == "1 (hidden) 2 xyz 3 abc(hidden)")
    }
}
