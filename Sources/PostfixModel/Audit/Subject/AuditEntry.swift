import ProbeModel
import TransportMap

/// One transport entry that counts.
struct AuditEntry {
    let pattern: TransportPattern
    let result: TransportResult
    let place: FilePlace?

    /// How the SMTP client of its transport connects; `nil` where the entry does not go by SMTP,
    /// or that is not known.
    let client: SMTPClientSettings?

    /// The domain that the entry is for; `nil` for an address, subdomains or `*`.
    let domain: DomainName?

    /// The pattern, safe to print.
    var subject: String { SafeText.escape(pattern.bytes) }

    /// The result, safe to print.
    var resultText: String { SafeText.escape(result.bytes) }
}
