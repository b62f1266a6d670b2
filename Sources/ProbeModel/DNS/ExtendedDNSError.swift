/// Why a server could not answer, in its own words (RFC 8914).
public struct ExtendedDNSError: Hashable, Sendable {
    /// The longest text kept, in bytes; RFC 8914 section 2 advises servers to keep it short.
    public static let maximumTextLength = 200

    /// The number of the reason.
    public let code: UInt16

    /// The server's explanation, escaped for display; empty for none.
    public let text: String

    /// Creates an error from the option's bytes; text beyond the limit is cut off.
    public init(code: UInt16, text: some Sequence<UInt8>) {
        self.code = code
        let trimmed = text.reversed().drop(while: { $0 == 0 }).reversed()
        self.text = SafeText.escape(trimmed.prefix(ExtendedDNSError.maximumTextLength))
    }

    /// Whether the server says that DNSSEC validation failed, as opposed to any other fault.
    public var isValidationFailure: Bool { (6...12).contains(code) }

    /// The registered meaning in lower case, or `nil` for a number that is not known here.
    public var meaning: String? {
        ExtendedDNSError.meanings.indices.contains(Int(code))
            ? ExtendedDNSError.meanings[Int(code)] : nil
    }

    /// RFC 8914 section 4, in the order of the numbers.
    private static let meanings = [
        "other error", "unsupported DNSKEY algorithm", "unsupported DS digest type",
        "stale answer", "forged answer", "DNSSEC indeterminate", "DNSSEC bogus",
        "signature expired", "signature not yet valid", "DNSKEY missing", "RRSIGs missing",
        "no zone key bit set", "NSEC missing", "cached error", "not ready", "blocked",
        "censored", "filtered", "prohibited", "stale NXDOMAIN answer", "not authoritative",
        "not supported", "no reachable authority", "network error", "invalid data",
    ]
}

extension ExtendedDNSError: CustomStringConvertible {
    /// The number, its meaning and the server's text.
    public var description: String {
        var description = "EDE \(code)"
        if let meaning { description += " (\(meaning))" }
        return text.isEmpty ? description : description + ": " + text
    }
}
