import AlertPolicy
import Foundation
import ProbeModel
import Testing

@testable import Rendering

/// The limits that the services publish, with the page that says so, held by the largest events there can be.
///
/// Services count characters, UTF-16 units or bytes, and not all say which: the bytes, which are the most, have to fit.
@Suite struct ServiceLimitTests {
    /// A limit, and how much of it a body takes.
    struct Limit: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let format: WebhookFormat
        let most: Int
        let source: String
        let used: @Sendable (JSONDocument) -> [Int]

        init(
            _ name: String,
            _ format: WebhookFormat,
            _ most: Int,
            _ source: String,
            _ used: @escaping @Sendable (JSONDocument) -> [Int]
        ) {
            testDescription = "\(format.rawValue): \(name)"
            self.format = format
            self.most = most
            self.source = source
            self.used = used
        }
    }

    static let limits = [
        Limit("blocks", .slack, 50, "https://docs.slack.dev/reference/block-kit/blocks") {
            [elements($0, "blocks").count]
        },
        Limit(
            "text of a section",
            .slack,
            3_000,
            "https://docs.slack.dev/reference/block-kit/blocks/section-block"
        ) { elements($0, "blocks").map { size($0["text"]?["text"]) } },
        // Not documented; a message beyond it is refused with msg_blocks_too_long.
        Limit(
            "text of all blocks",
            .slack,
            13_000,
            "https://github.com/slackapi/bolt-js/issues/2509"
        ) { [elements($0, "blocks").reduce(0) { $0 + size($1["text"]?["text"]) }] },
        Limit(
            "text for notifications",
            .slack,
            4_000,
            "https://docs.slack.dev/reference/methods/chat.postMessage (Truncating content)"
        ) { [size($0["text"])] },
        Limit("embeds", .discord, 10, "\(discord)/webhook#execute-webhook") {
            [elements($0, "embeds").count]
        },
        Limit("content", .discord, 2_000, "\(discord)/webhook#execute-webhook") {
            [size($0["content"])]
        },
        Limit("title", .discord, 256, embedLimits) {
            elements($0, "embeds").map { size($0["title"]) }
        },
        Limit("description", .discord, 4_096, embedLimits) {
            elements($0, "embeds").map { size($0["description"]) }
        },
        Limit("fields", .discord, 25, embedLimits) {
            elements($0, "embeds").map { elements($0, "fields").count }
        },
        Limit("name of a field", .discord, 256, embedLimits) {
            elements($0, "embeds").flatMap { elements($0, "fields").map { size($0["name"]) } }
        },
        Limit("value of a field", .discord, 1_024, embedLimits) {
            elements($0, "embeds").flatMap { elements($0, "fields").map { size($0["value"]) } }
        },
        Limit("whole embed", .discord, 6_000, embedLimits) {
            elements($0, "embeds").map { embed in
                size(embed["title"]) + size(embed["description"])
                    + elements(embed, "fields").reduce(0) {
                        $0 + size($1["name"]) + size($1["value"])
                    }
            }
        },
        Limit("summary", .pagerduty, 1_024, "\(pagerDuty)/send-alert-event") {
            [size($0["payload"]?["summary"])]
        },
        Limit("dedup_key", .pagerduty, 255, "\(pagerDuty)/send-alert-event") {
            [size($0["dedup_key"])]
        },
    ]

    /// A limit of a whole body, in bytes.
    static let bodies: [(format: WebhookFormat, most: Int, source: String)] = [
        (.json, 20_000, "https://github.com/standard-webhooks/standard-webhooks (Payload size)"),
        (
            .teams, 28_000,
            "https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using"
        ),
        (.pagerduty, 512_000, "\(pagerDuty)/events-api-v2-overview"),
        (.ntfy, 4_096, "https://docs.ntfy.sh/publish/#limitations"),
        (
            .cloudevents, 65_536,
            "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#size-limits"
        ),
    ]

    private static let discord = "https://discord.com/developers/docs/resources"
    private static let embedLimits = "\(discord)/message#embed-object-embed-limits"
    private static let pagerDuty = "https://developer.pagerduty.com/docs"

    /// Text that grows when it is escaped, text of several bytes a character, and text that fits as it is.
    private static let pieces = [
        "&", "<", "\"", "\\", "*", "\u{1f468}\u{1f3fd}", "\u{20ac}", "\u{7}", "x",
    ]

    private static func events() throws -> [AlertEvent] {
        try pieces.flatMap { piece in
            try [450, 5_000].flatMap { length in
                try (0..<3).map { index in
                    var event = try SampleEvent.hostile(index, length: 10)
                    let text = String(repeating: piece, count: length)
                    event.summary = text
                    // As it is when it is read: a name of this machine's own is escaped before anything else.
                    event.host = SafeText.escape(text)
                    event.runID = text
                    event.new = Condition(verdict: text, severity: .critical)
                    event.evidence = (0..<AlertLimits.evidence).map { _ in
                        AlertEvidence(id: text, message: text)
                    }
                    event.advice = AlertAdvice(
                        action: .contactRemote,
                        pattern: text,
                        result: text,
                        reason: text
                    )
                    return event
                }
            }
        }
    }

    @Test(arguments: limits) func limitHolds(_ limit: Limit) throws {
        #expect(limit.source.hasPrefix("https://"))
        for event in try Self.events() {
            let text = try AlertBodyTests.text(event, limit.format)
            let used = limit.used(try JSONDocument(parsing: text))
            #expect(!used.isEmpty)
            #expect(used.allSatisfy { $0 <= limit.most }, "\(used)")
        }
    }

    @Test func bodiesFit() throws {
        for (format, most, source) in Self.bodies {
            #expect(source.hasPrefix("https://"))
            for event in try Self.events() {
                let size = try AlertBodyTests.text(event, format).utf8.count
                #expect(size <= most, "\(format.rawValue): \(size)")
            }
        }
    }

    /// Teams takes a body of unknown encoding for one of two bytes a character.
    @Test func teamsIsToldTheEncoding() throws {
        let event = try #require(SampleEvent.all().first)
        #expect(try AlertBodyTests.body(event, .teams).contentType.hasSuffix("; charset=utf-8"))
    }

    /// What is said first is never left out for being long, and cuts fall between characters as people see them.
    @Test(arguments: WebhookFormat.allCases) func cutsAreClean(_ format: WebhookFormat) throws {
        for event in try Self.events() {
            let text = try AlertBodyTests.text(event, format)
            #expect(!text.contains("\u{1f468}" as Character), "half a character")
            // No entity and no escape is cut in two.
            if format == .slack {
                let bare = text.replacing(/&(?:amp|lt|gt);/, with: "")
                #expect(!bare.contains("&"))
                #expect(elements(try JSONDocument(parsing: text), "blocks").count == 3)
            }
        }
    }
}

/// The items of a list.
private func elements(_ document: JSONDocument, _ key: String) -> [JSONDocument] {
    document[key]?.elements ?? []
}

/// The bytes of a text; none where there is none.
private func size(_ document: JSONDocument?) -> Int { document?.text?.utf8.count ?? 0 }
