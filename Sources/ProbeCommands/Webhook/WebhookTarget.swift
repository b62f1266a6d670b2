import AlertPolicy
import ProbeModel
import Rendering
import Settings
import WebhookDelivery

/// A webhook whose secrets have been read, ready to be sent to; printing it shows none of them.
struct WebhookTarget: Sendable {
    /// Why nothing can be sent to a webhook, in one line without secrets.
    struct Fault: Error, Hashable {
        let reason: String
    }

    private let format: WebhookFormat
    private let url: String
    private let secret: String?
    private let signingSecret: SigningSecret?
    private let template: MustacheTemplate?

    /// How requests travel.
    let options: DeliveryOptions

    /// Reads the secrets and the template of a webhook.
    ///
    /// - Parameters:
    ///   - settings: The webhook.
    ///   - environment: The variables of this process.
    /// - Throws: What is missing or wrong.
    init(_ settings: WebhookSettings, environment: [String: String]) throws(Fault) {
        do {
            url = try settings.url.read(environment: environment)
            secret = try settings.secret?.read(environment: environment)
            options = DeliveryOptions(
                caFile: settings.caFile,
                clientCertificateFile: settings.clientCertificateFile,
                clientKeyFile: settings.clientKeyFile,
                proxy: try settings.proxy?.read(environment: environment),
                secrets: [secret].compactMap(\.self)
            )
        } catch {
            throw Fault(reason: error.description)
        }
        format = settings.format
        signingSecret = try Self.signingSecret(secret, settings.format)
        template = try settings.templateFile.map { path throws(Fault) in
            try TemplateFile.read(path)
        }
    }

    /// The request that tells an event.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - time: The time of this attempt, in seconds since 1970 (UTC).
    /// - Returns: The request, whose URL is a secret.
    /// - Throws: Why there is none.
    func request(_ event: AlertEvent, at time: Int64) throws(Fault) -> WebhookRequest {
        let content: AlertBody
        do {
            content = try AlertBody.make(event, format: format, template: template)
        } catch {
            throw Fault(reason: "the template cannot be filled in: \(error)")
        }
        guard let body = content.bytes(secret: secret) else {
            throw Fault(reason: "the format \(format.rawValue) needs a secret, and there is none")
        }
        var headers = [WebhookRequest.Header("Content-Type", content.contentType)]
        headers += content.headers.map { WebhookRequest.Header($0.name, $0.value) }
        headers += try proof(event.id, body, at: time, isInBody: content.needsSecret)
        return WebhookRequest(url: url, headers: headers, body: body)
    }

    /// The header fields that say who sends: a signature where the secret is a key for one, else the secret as a token.
    private func proof(
        _ id: String,
        _ body: [UInt8],
        at time: Int64,
        isInBody: Bool
    ) throws(Fault) -> [WebhookRequest.Header] {
        if let signingSecret {
            let fields = WebhookSignature.headers(
                id: id,
                timestamp: time,
                body: body,
                secrets: [signingSecret]
            )
            guard let fields else { throw Fault(reason: "OpenSSL cannot sign with HMAC-SHA256") }
            return fields
        }
        let names = [
            WebhookRequest.Header("webhook-id", id),
            WebhookRequest.Header("webhook-timestamp", String(time)),
        ]
        guard let secret, !isInBody else { return names }
        return names + [WebhookRequest.Header("Authorization", "Bearer \(secret)")]
    }

    /// The key of the formats that are signed; a token in another form is no key.
    private static func signingSecret(
        _ secret: String?,
        _ format: WebhookFormat
    ) throws(Fault) -> SigningSecret? {
        guard let secret else { return nil }
        switch format {
        case .json: break
        case .cloudevents, .template: if !secret.hasPrefix("whsec_") { return nil }
        case .slack, .discord, .teams, .pagerduty, .alertmanager, .ntfy: return nil
        }
        do {
            return try SigningSecret(secret)
        } catch {
            throw Fault(reason: error.description)
        }
    }
}

extension WebhookTarget: CustomStringConvertible, CustomReflectable {
    /// How it travels, without secrets.
    var description: String { "\(format.rawValue), \(options)" }

    /// The same, for `dump`.
    var customMirror: Mirror { Mirror(reflecting: description) }
}
