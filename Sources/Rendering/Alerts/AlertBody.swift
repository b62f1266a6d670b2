package import AlertPolicy

/// What is sent to a webhook for an event: a content type, headers of the format's own, and the body.
package struct AlertBody: Hashable, Sendable {
    /// The value of `Content-Type`.
    package let contentType: String

    /// More headers that the format asks for; names and values are printable ASCII.
    package let headers: [Header]

    /// The body; the pieces stand one behind the other.
    package let pieces: [Piece]

    /// A header of the request.
    package struct Header: Hashable, Sendable {
        /// The name.
        package let name: String
        /// The value, without line breaks.
        package let value: String
    }

    /// A piece of a body.
    package enum Piece: Hashable, Sendable {
        /// These bytes.
        case bytes([UInt8])
        /// The webhook's secret as a JSON string, which only delivery knows.
        case secret
    }

    /// Makes the body of an event.
    ///
    /// A template is needed for the format `template` alone, and nothing else fails.
    package static func make(
        _ event: AlertEvent,
        format: WebhookFormat,
        template: MustacheTemplate? = nil
    ) throws(MustacheError) -> AlertBody {
        switch format {
        case .json: return json(AlertObject(event).envelope)
        case .slack: return json(SlackBody(event).value)
        case .discord: return json(DiscordBody(event).value)
        case .teams:
            // Without the character set Teams takes the body for two bytes a character, and half of it for too large.
            return json(
                TeamsBody(event).value,
                contentType: "application/json; charset=utf-8"
            )
        case .pagerduty: return PagerDutyBody(event).body
        case .alertmanager: return json(AlertmanagerBody(event).value)
        case .ntfy: return NtfyBody(event).body
        case .cloudevents:
            return json(
                CloudEventsBody(event).value,
                contentType: "application/cloudevents+json; charset=utf-8"
            )
        case .template:
            guard let template else { throw MustacheError(line: 0, reason: "no template given") }
            return try TemplateBody(event, template).body()
        }
    }

    /// The bytes to send; `nil` when the format needs a secret and there is none.
    package func bytes(secret: String?) -> [UInt8]? {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .bytes(let part): bytes += part
            case .secret:
                guard let secret else { return nil }
                bytes += Array(JSONWriter.text(.string(secret), layout: .compact).utf8)
            }
        }
        return bytes
    }

    /// Whether the body holds the webhook's secret, so that it is neither stored nor shown.
    package var needsSecret: Bool { pieces.contains(.secret) }

    init(contentType: String, headers: [Header] = [], pieces: [Piece]) {
        self.contentType = contentType
        self.headers = headers
        self.pieces = pieces
    }

    private static func json(
        _ value: JSONValue,
        contentType: String = "application/json"
    ) -> AlertBody {
        let text = JSONWriter.text(value, layout: .compact)
        return AlertBody(contentType: contentType, pieces: [.bytes(Array(text.utf8))])
    }
}
