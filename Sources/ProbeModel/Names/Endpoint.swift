/// Where one SMTP session goes: an address, a port and a TLS mode.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// The port of SMTP between mail servers (RFC 5321 section 4.5.4.2).
    public static let smtpPort: UInt16 = 25

    /// The port of submission with implicit TLS (RFC 8314).
    public static let implicitTLSPort: UInt16 = 465

    /// The address.
    public let address: IPAddress

    /// The TCP port, 1 to 65535.
    public let port: UInt16

    /// How the session becomes encrypted.
    public let tlsMode: TLSMode

    /// Creates an endpoint; port 465 speaks implicit TLS unless told otherwise.
    public init(address: IPAddress, port: UInt16, tlsMode: TLSMode? = nil) {
        self.address = address
        self.port = port
        self.tlsMode = tlsMode ?? (port == Endpoint.implicitTLSPort ? .implicit : .starttls)
    }

    /// The endpoint as `192.0.2.1:25` or `[2001:db8::1]:25`.
    public var description: String {
        address.family == .ipv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
    }
}
