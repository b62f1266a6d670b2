import ProbeModel

/// The result of a transport entry, as far as advice has to understand it (transport(5)).
struct EntryResult: Hashable, Sendable {
    /// The name of the transport; empty for the class's own.
    let transport: String
    /// The nexthops; several only with Postfix 3.5 or later.
    let hops: [Hop]

    /// Reads `transport:nexthop`.
    init(_ text: String) {
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        transport = String(text[..<colon])
        hops = text[colon...].dropFirst()
            .split { $0 == "," || $0 == " " || $0 == "\t" }
            .map { Hop($0) }
    }

    /// Whether the entry keeps mail from leaving by SMTP, which somebody wanted.
    var isDeliberate: Bool {
        ["error", "retry", "discard", "local", "virtual", "lmtp"].contains(transport)
    }

    /// One nexthop.
    struct Hop: Hashable, Sendable {
        /// The host, lower case, without brackets.
        let host: String
        /// Whether brackets keep Postfix from looking up MX records.
        let isBracketed: Bool
        /// The port or service; `nil` for the transport's own.
        let service: String?
        /// The nexthop as written.
        let text: String

        init(_ text: Substring) {
            self.text = String(text)
            var rest = text
            if text.first == "[", let end = text.firstIndex(of: "]") {
                host = text[text.index(after: text.startIndex)..<end].lowercased()
                isBracketed = true
                rest = text[text.index(after: end)...]
            } else {
                let end = text.firstIndex(of: ":") ?? text.endIndex
                host = text[..<end].lowercased()
                isBracketed = false
                rest = text[end...]
            }
            let service = rest.drop { $0 == ":" }
            self.service = service.isEmpty ? nil : String(service)
        }

        /// Whether the nexthop names a host, by name or by one of its addresses.
        func names(_ host: DomainName, addresses: [IPAddress]) -> Bool {
            if self.host == host.ascii { return true }
            let literal = self.host.hasPrefix("ipv6:") ? self.host.dropFirst(5) : self.host[...]
            return isBracketed && IPAddress(String(literal)).map(addresses.contains) == true
        }
    }
}
