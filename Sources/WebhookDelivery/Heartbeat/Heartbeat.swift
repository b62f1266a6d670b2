/// A URL that is pinged by each run, so that somebody elsewhere notices when no run comes (healthchecks.io and its kind).
package struct Heartbeat: Hashable, Sendable {
    /// What a ping tells.
    package enum Signal: Hashable, Sendable {
        /// A run begins.
        case start
        /// A run has ended and all is well enough.
        case success
        /// A run has ended and mail does not get through.
        case fail
    }

    /// How much of a summary is sent, in bytes: healthchecks keeps 10 kB where nobody changed it.
    package static let bodyLimit = 10_000

    private let url: String

    /// Creates a heartbeat with an http or https URL, which often is the secret itself.
    package init(url: String) { self.url = url }

    /// The request that tells a signal.
    ///
    /// A start goes to `/start` and a failure to `/fail` below the URL, whose query stays. Without a summary it is a
    /// GET, which every service of this kind takes.
    ///
    /// - Parameters:
    ///   - signal: What is told.
    ///   - summary: What the service shows beside it; cut where it is too long.
    /// - Returns: The request; its URL is a secret.
    package func request(_ signal: Signal, summary: String = "") -> WebhookRequest {
        let target = Heartbeat.append(Heartbeat.suffix(of: signal), to: url)
        guard !summary.isEmpty else {
            return WebhookRequest(url: target, method: .get, headers: [], body: [])
        }
        return WebhookRequest(
            url: target,
            headers: [WebhookRequest.Header("Content-Type", "text/plain; charset=utf-8")],
            body: Heartbeat.cut(Array(summary.utf8))
        )
    }

    private static func suffix(of signal: Signal) -> String {
        switch signal {
        case .start: return "/start"
        case .success: return ""
        case .fail: return "/fail"
        }
    }

    /// Puts a suffix behind the path; a fragment, which is never sent, goes.
    private static func append(_ suffix: String, to url: String) -> String {
        let whole = url.prefix { $0 != "#" }
        let path = whole.prefix { $0 != "?" }
        guard !suffix.isEmpty else { return String(whole) }
        let end = path.hasSuffix("/") ? path.dropLast() : path
        return end + suffix + whole[path.endIndex...]
    }

    /// Cuts a text at its limit, not within a character.
    private static func cut(_ text: [UInt8]) -> [UInt8] {
        guard text.count > bodyLimit else { return text }
        // A byte 10xxxxxx goes on with the character before it.
        var end = bodyLimit
        while end > 0, text[end] & 0xc0 == 0x80 { end -= 1 }
        return Array(text[..<end])
    }
}

extension Heartbeat: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where it goes, without the secret.
    package var description: String { WebAddress(url)?.origin ?? "(not a web address)" }

    /// The same, for debuggers and for the descriptions of values that hold this one.
    package var debugDescription: String { description }

    /// The same, for `dump`.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
