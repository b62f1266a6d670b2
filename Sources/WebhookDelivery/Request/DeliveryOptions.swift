/// How one request travels.
///
/// Certificates are always verified; there is no option that would switch this off.
package struct DeliveryOptions: Hashable, Sendable {
    /// The certificates to trust instead of the system's, a PEM file; they hold for an https proxy as well.
    package var caFile: String?
    /// What this side shows to a server that asks for it, a PEM file; only together with its key.
    package var clientCertificateFile: String?
    /// The key of the client certificate, a PEM file without a passphrase.
    package var clientKeyFile: String?
    /// The proxy to go through (http, https, socks5, socks5h), which may hold a password.
    ///
    /// Without one the request goes straight: the environment's `https_proxy` and the like are never read, since
    /// cron's environment is not the one in which a person tried the webhook.
    package var proxy: String?
    /// How long finding the name, connecting and the TLS handshake may take together.
    package var connectTimeout: Duration
    /// How long the whole request may take once it has begun.
    package var totalTimeout: Duration
    /// Further texts that no outcome may show, such as a token in the body that a server could repeat.
    package var secrets: [String]

    /// Ten seconds: five SYNs, or two tries with each of two addresses.
    package static let defaultConnectTimeout = Duration.seconds(10)

    /// Twenty seconds: Standard Webhooks 1.0.0 recommends 15 to 30.
    package static let defaultTotalTimeout = Duration.seconds(20)

    /// Creates options; those that are left out are the defaults.
    package init(
        caFile: String? = nil,
        clientCertificateFile: String? = nil,
        clientKeyFile: String? = nil,
        proxy: String? = nil,
        connectTimeout: Duration = defaultConnectTimeout,
        totalTimeout: Duration = defaultTotalTimeout,
        secrets: [String] = []
    ) {
        self.caFile = caFile
        self.clientCertificateFile = clientCertificateFile
        self.clientKeyFile = clientKeyFile
        self.proxy = proxy
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.secrets = secrets
    }
}

extension DeliveryOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The way without secrets.
    package var description: String {
        let way = proxy.map { proxy in
            "through "
                + (WebAddress(proxy, schemes: RequestRules.proxySchemes)?.origin ?? "(no address)")
        }
        return "\(way ?? "straight"), at most \(totalTimeout)"
    }

    /// The same, for debuggers and for the descriptions of values that hold this one.
    package var debugDescription: String { description }

    /// The same, for `dump`.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
