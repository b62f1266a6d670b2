import ProcessTestSupport
import Synchronization

@testable import WebhookDelivery

/// Longer than anything takes on a busy machine: a test that needs it fails.
let patience = DeliveryOptions(connectTimeout: .seconds(100), totalTimeout: .seconds(110))

/// Sends one request with a sender of its own.
func send(
    _ url: String,
    headers: [WebhookRequest.Header] = [],
    body: String = "{}",
    options: DeliveryOptions = patience,
    limits: SenderLimits = SenderLimits()
) async -> DeliveryOutcome {
    let sender = WebhookSender(version: "0.0-test", limits: limits)
    let request = WebhookRequest(url: url, headers: headers, body: Array(body.utf8))
    return await sender.send(request, options: options)
}

extension DeliveryOptions {
    /// The same with the certificates of the tests' own authority.
    func trusting(_ receiver: Receiver, _ file: String = "ca.pem") -> DeliveryOptions {
        var options = self
        options.caFile = receiver.file(file)
        return options
    }

    /// The same through a proxy.
    func through(_ proxy: String) -> DeliveryOptions {
        var options = self
        options.proxy = proxy
        return options
    }
}

/// A text that no other test uses.
func uniqueToken() -> String { "token\(UInt64.random(in: 1...UInt64.max))" }
