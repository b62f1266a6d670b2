import ProbeModel

/// What a request must be like before anything is sent.
enum RequestRules {
    /// The largest body in bytes: twice the 512 KB of PagerDuty, the most generous of the receivers.
    static let bodyLimit = 1 << 20

    /// The most bytes that the header fields may take together; common servers refuse more than 8 KiB a line and 16 KiB in all.
    static let headerLimit = 16 * 1_024

    /// The schemes that a proxy may have; libcurl knows these by name.
    static let proxySchemes = ["http", "https", "socks5", "socks5h"]

    /// Header fields that frame the message or are set for every request.
    private static let reserved: Set<String> = [
        "connection", "content-length", "expect", "host", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent",
    ]

    /// What is wrong with a request, in words without its secrets; `nil` for nothing.
    static func fault(of request: WebhookRequest, _ options: DeliveryOptions) -> String? {
        if WebAddress(request.url) == nil {
            return "the URL is not one with http or https in plain ASCII"
        }
        if let proxy = options.proxy, WebAddress(proxy, schemes: proxySchemes) == nil {
            return "the proxy is not a URL with http, https, socks5 or socks5h in plain ASCII"
        }
        if (options.clientCertificateFile == nil) != (options.clientKeyFile == nil) {
            return "a client certificate and its key are only of use together"
        }
        if request.body.count > bodyLimit { return "the body is larger than \(bodyLimit) bytes" }
        let size = request.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        if size > headerLimit { return "the header fields are larger than \(headerLimit) bytes" }
        return request.headers.lazy.compactMap(fault(of:)).first
    }

    private static func fault(of header: WebhookRequest.Header) -> String? {
        let name = header.name.utf8
        guard !name.isEmpty, name.allSatisfy(isTokenByte) else {
            return "a header field's name is not a token (RFC 9110 section 5.1)"
        }
        if reserved.contains(header.name.lowercased()) {
            return "the header field '\(header.name)' is not for the caller to set"
        }
        // RFC 9110 section 5.5; a line break here would forge further fields.
        let isSound = header.value.utf8.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7f }
        return isSound
            ? nil : "the value of the header field '\(header.name)' has a control character"
    }

    /// Whether a byte may be part of a token (RFC 9110 section 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return true
        default: return "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
