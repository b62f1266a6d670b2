import CCurl
import ProbeModel

/// A URL as libcurl itself reads it, so that what is checked and shown is what is used.
struct WebAddress: Hashable, Sendable {
    /// The schemes that a delivery may have.
    static let schemes = ["http", "https"]

    /// The longest URL in bytes; servers refuse longer request lines.
    static let lengthLimit = 8_000

    /// The scheme in lower case.
    let scheme: String
    /// The host as it is written, an IPv6 address in brackets.
    let host: String
    /// The port, the scheme's own where none is written.
    let port: String
    /// The user and the password, percent-decoded.
    let user: String?
    let password: String?
    /// The path, the query and the fragment as they are written.
    let path: String
    let query: String?
    let fragment: String?

    /// Reads a URL of one of some schemes; `nil` when it is none.
    ///
    /// Blanks, control characters and what is not ASCII must be percent-encoded, the host's name in its `xn--` form.
    init?(_ text: String, schemes: [String] = schemes) {
        guard text.utf8.count <= WebAddress.lengthLimit,
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            WebAddress.hasTwoSlashes(text), let url = curl_url()
        else { return nil }
        defer { curl_url_cleanup(url) }
        // Proxies have schemes that libcurl does not fetch from.
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        guard curl_url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK,
            let scheme = WebAddress.part(url, CURLUPART_SCHEME), schemes.contains(scheme),
            let host = WebAddress.part(url, CURLUPART_HOST), !host.isEmpty
        else { return nil }
        self.scheme = scheme
        self.host = host
        let ownPort = scheme.hasPrefix("socks") ? "1080" : "?"
        port = WebAddress.part(url, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)) ?? ownPort
        user = WebAddress.part(url, CURLUPART_USER, UInt32(CURLU_URLDECODE))
        password = WebAddress.part(url, CURLUPART_PASSWORD, UInt32(CURLU_URLDECODE))
        path = WebAddress.part(url, CURLUPART_PATH) ?? "/"
        query = WebAddress.part(url, CURLUPART_QUERY)
        fragment = WebAddress.part(url, CURLUPART_FRAGMENT)
    }

    /// The scheme, host and port, which is all of a URL that may be shown.
    var origin: String { SafeText.escape("\(scheme)://\(host):\(port)") }

    /// Whether a scheme is followed by two slashes; libcurl takes one and three as well, and makes a host of what follows.
    private static func hasTwoSlashes(_ text: String) -> Bool {
        let rest = text.drop { $0 != ":" }
        return rest.hasPrefix("://") && !rest.hasPrefix(":///")
    }

    private static func part(
        _ url: OpaquePointer,
        _ part: CURLUPart,
        _ flags: UInt32 = 0
    ) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
