import COpenSSL

/// The header fields that sign a webhook (Standard Webhooks 1.0.0, symmetric scheme `v1`).
package enum WebhookSignature {
    /// The length of a SHA-256 digest in bytes.
    private static let digestSize = 32

    /// `webhook-id`, `webhook-timestamp` and `webhook-signature`.
    ///
    /// - Parameters:
    ///   - id: The event's id, the same for each attempt; receivers drop what they have seen.
    ///   - timestamp: The time of this attempt, in seconds since 1970 (UTC).
    ///   - body: The body, byte for byte as it is sent.
    ///   - secrets: The keys; while one is being replaced, the new and the old, and a receiver may know either.
    /// - Returns: The fields; `nil` when OpenSSL has no HMAC-SHA256 to offer, or without a key.
    package static func headers(
        id: String,
        timestamp: Int64,
        body: [UInt8],
        secrets: [SigningSecret]
    ) -> [WebhookRequest.Header]? {
        let content = Array("\(id).\(timestamp).".utf8) + body
        let digests = secrets.compactMap { digest(of: content, key: $0.key) }
        guard !secrets.isEmpty, digests.count == secrets.count else { return nil }
        return [
            WebhookRequest.Header("webhook-id", id),
            WebhookRequest.Header("webhook-timestamp", String(timestamp)),
            WebhookRequest.Header(
                "webhook-signature",
                digests.map { "v1," + Base64.encode($0) }.joined(separator: " ")
            ),
        ]
    }

    private static func digest(of content: [UInt8], key: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: digestSize)
        var count = 0
        let result = EVP_Q_mac(
            nil,
            "HMAC",
            nil,
            "SHA256",
            nil,
            key,
            key.count,
            content,
            content.count,
            &digest,
            digest.count,
            &count
        )
        return result != nil && count == digestSize ? digest : nil
    }
}
