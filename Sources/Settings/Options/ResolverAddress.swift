package import ProbeModel

/// A DNS server: an address and a port.
///
/// Written `192.0.2.53`, `192.0.2.53@5353` or `2001:db8::53@53`; `[2001:db8::53]:53` and `192.0.2.53:53`, which
/// other programs use, are read too.
package struct ResolverAddress: Hashable, Sendable, LosslessStringConvertible {
    /// The port of DNS (RFC 1035 section 4.2).
    package static let defaultPort: UInt16 = 53

    /// The address.
    package let address: IPAddress
    /// The port, 1 to 65535.
    package let port: UInt16

    /// Creates a resolver address.
    package init(address: IPAddress, port: UInt16 = defaultPort) {
        self.address = address
        self.port = port
    }

    /// Reads an address with or without a port; `nil` when the text is neither.
    package init?(_ text: String) {
        if let address = IPAddress(text) {
            self.init(address: address)
            return
        }
        guard let (host, port) = ResolverAddress.parts(text), let address = IPAddress(host)
        else { return nil }
        guard let port else {
            self.init(address: address)
            return
        }
        guard let port = PortList.port(port) else { return nil }
        self.init(address: address, port: port)
    }

    /// The address as `IP@PORT`, or `IP` alone where the port is the usual one.
    package var description: String {
        port == ResolverAddress.defaultPort ? "\(address)" : "\(address)@\(port)"
    }

    /// Reads the value of an option.
    package static func read(
        _ text: String,
        option: String = "--resolver"
    ) -> Result<ResolverAddress, OptionError> {
        if let resolver = ResolverAddress(text) { return .success(resolver) }
        let quoted = OptionError.quote(text)
        return .failure(
            OptionError("\(quoted) in \(option) is not an address; write IP or IP@PORT")
        )
    }

    private static func parts(_ text: String) -> (host: String, port: Substring?)? {
        if let at = text.firstIndex(of: "@") {
            return (String(text[..<at]), text[text.index(after: at)...])
        }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let host = String(text[..<end].dropFirst())
            guard host.contains(":") else { return nil }
            let rest = text[text.index(after: end)...]
            if rest.isEmpty { return (host, nil) }
            return rest.first == ":" ? (host, rest.dropFirst()) : nil
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return (String(text[..<colon]), text[text.index(after: colon)...])
    }
}
