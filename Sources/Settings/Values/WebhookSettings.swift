package import AlertPolicy

/// One place that alerts go to.
package struct WebhookSettings: Hashable, Sendable {
    /// The name that commands and logs call it by.
    package var name: String
    /// What the body looks like.
    package var format: WebhookFormat
    /// Where it is sent: an http or https URL, which often holds a token.
    package var url: SecretPlace
    /// What signs or authorises it; `nil` for nothing.
    package var secret: SecretPlace?
    /// Which events are sent.
    package var events: [EventKind]
    /// A file with the certificates to trust; `nil` for the system's.
    package var caFile: String?
    /// The certificate that is shown to a server that asks for one, a PEM file; never without its key.
    package var clientCertificateFile: String?
    /// The key of that certificate, a PEM file without a passphrase; it may be the same file.
    package var clientKeyFile: String?
    /// The proxy to go through, which may hold a password; `nil` for none.
    package var proxy: SecretPlace?
    /// The Mustache file of the format `template`, and of no other.
    package var templateFile: String?
}
