public import ProbeModel

/// One destination of the SMTP or LMTP client: `host`, `host:service`, `[host]:service`.
///
/// Without brackets Postfix looks up MX records of the host and goes to those; with brackets it
/// goes to the host itself. An address literal needs the brackets.
public struct Nexthop: Hashable, Sendable {
    /// The destination as it is written.
    public let text: String

    /// The host name or address, without brackets and `ipv6:`; the path for `unix:`.
    public let host: String

    /// Whether the host stands in brackets, so that no MX records are looked up.
    public let isBracketed: Bool

    /// The port number or service name; `nil` means the transport's own, 25 for SMTP.
    public let service: String?

    /// The `inet:` or `unix:` in front, which only the LMTP client understands.
    public let prefix: NexthopPrefix?

    /// Why Postfix would refuse the destination; `nil` when it is well-formed.
    public let problem: Problem?

    /// What can be wrong with a destination (`host_port`, `smtp_parse_destination`).
    public enum Problem: String, Hashable, Sendable {
        /// The opening bracket is never closed.
        case missingBracket = "missing-bracket"
        /// Something other than a colon follows the closing bracket.
        case garbageAfterBracket = "garbage-after-bracket"
        /// What follows `ipv6:` is no IPv6 address.
        case malformedIPv6 = "malformed-ipv6"
        /// There is a port but no host.
        case missingHost = "missing-host"
        /// The host is neither a host name nor an address.
        case malformedHost = "malformed-host"
        /// The service begins with a digit but is no number, or a number that is no port.
        case malformedPort = "malformed-port"
    }

    /// Reads a destination as it stands in a table.
    public init(_ text: String) { self.init(Array(text.utf8)[...]) }

    init(_ bytes: ArraySlice<UInt8>) {
        let prefix: NexthopPrefix? =
            NexthopPrefix.inet.starts(bytes)
            ? .inet : NexthopPrefix.unix.starts(bytes) ? .unix : nil
        let rest = prefix == nil ? bytes : bytes.dropFirst(5)
        let parts: NexthopParts =
            prefix == .unix ? NexthopParts(path: rest) : NexthopParts(hostAndPort: rest)
        text = String(decoding: bytes, as: UTF8.self)
        host = String(decoding: parts.host, as: UTF8.self)
        isBracketed = parts.isBracketed
        service = parts.service.map { String(decoding: $0, as: UTF8.self) }
        self.prefix = prefix
        problem = parts.problem
    }

    /// Composes a destination.
    ///
    /// - Parameters:
    ///   - host: A host name or address.
    ///   - port: The port, or `nil` for the transport's own.
    ///   - isBracketed: Whether to go to the host itself instead of its MX hosts; an address
    ///     always gets brackets.
    public init(host: String, port: UInt16? = nil, isBracketed: Bool = true) {
        let address = IPAddress(host)
        let name = address?.family == .ipv6 ? "ipv6:" + host : host
        let place = isBracketed || address != nil ? "[\(name)]" : name
        self.init(place + (port.map { ":\($0)" } ?? ""))
    }

    /// The port, where it is written as a number.
    public var port: UInt16? { service.flatMap { UInt16($0) } }

    /// The host as an address, where it is one.
    public var address: IPAddress? { prefix == .unix ? nil : IPAddress(host) }

    /// Whether Postfix asks DNS for MX records of the host.
    public var looksUpMX: Bool { !isBracketed && prefix == nil && problem == nil }

    /// The same destination with another port, its style kept; itself where it has no port.
    public func withPort(_ port: UInt16) -> Nexthop {
        guard prefix != .unix, problem == nil || problem == .malformedPort else { return self }
        let end = text.utf8.count - (service.map { $0.utf8.count + 1 } ?? (hasEmptyPort ? 1 : 0))
        return Nexthop(String(decoding: text.utf8.prefix(end), as: UTF8.self) + ":\(port)")
    }

    /// Whether the destination ends in a colon with nothing behind it.
    private var hasEmptyPort: Bool { service == nil && text.utf8.last == .colon }
}

extension Nexthop: CustomStringConvertible {
    /// The destination as it is written.
    public var description: String { text }
}
