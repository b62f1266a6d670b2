import AlertPolicy
import Foundation
import ProbeModel
import Testing

@testable import Rendering

/// Bodies are what their goldens and the services' schemas say.
@Suite struct AlertBodyTests {
    private static let template = """
        {{! a body of the user's own }}
        {"title": {{title_json}}, "bad": {{new_state_json}},
        {{#evidence}}
        "{{id}}": {{message_json}},
        {{/evidence}}
        {{^evidence}}
        "nothing": true,
        {{/evidence}}
        "total": {{affected.total}} }
        """

    static func body(_ event: AlertEvent, _ format: WebhookFormat) throws -> AlertBody {
        try AlertBody.make(event, format: format, template: try MustacheTemplate(template))
    }

    static func text(_ event: AlertEvent, _ format: WebhookFormat) throws -> String {
        let bytes = try #require(try body(event, format).bytes(secret: "R0UT1NG\"KEY"))
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    @Test(arguments: WebhookFormat.allCases) func golden(_ format: WebhookFormat) throws {
        let output = try SampleEvent.all().map { event in
            let body = try Self.body(event, format)
            let headers = body.headers.map { "\($0.name): \($0.value)\n" }.joined()
            return "## \(event.kind.rawValue), \(event.occasion.rawValue)\n"
                + "Content-Type: \(body.contentType)\n\(headers)\n"
                + "\(try Self.text(event, format))\n\n"
        }
        try Golden.expect(output.joined(), "Alerts/\(format.rawValue).txt")
    }

    /// Every kind of event is among the samples.
    @Test func samplesAreComplete() throws {
        #expect(Set(try SampleEvent.all().map(\.kind)) == Set(EventKind.allCases))
    }

    static let schemas: [WebhookFormat] = [
        .json, .slack, .discord, .teams, .pagerduty, .alertmanager, .cloudevents,
    ]

    @Test(arguments: schemas) func schemaHolds(_ format: WebhookFormat) throws {
        let schema = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appending(path: "Schemas/\(format.rawValue).schema.json")
        let hostile = try (0..<24).flatMap { index in
            try [40, 900].map { try SampleEvent.hostile(index, length: $0) }
        }.filter { $0.time != .max && $0.since != .min }
        let documents = try (SampleEvent.all() + hostile).map { try Self.text($0, format) + "\n" }
        let problems = try PythonValidator.problems(documents, schema: schema)
        #expect(problems.isEmpty, Comment(rawValue: String(problems.prefix(2000))))
    }

    /// A document that breaks a schema is found out.
    @Test func schemasRefuse() throws {
        let schema = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Schemas/pagerduty.schema.json")
        let text = try Self.text(try #require(SampleEvent.all().first), .pagerduty)
        let changed = text.replacing("\"trigger\"", with: "\"fire\"")
        #expect(try !PythonValidator.problems([changed + "\n"], schema: schema).isEmpty)
    }

    /// What begins and ends one alert is one incident to each service that keeps incidents.
    @Test func incidentsClose() throws {
        let events = try SampleEvent.all()
        let began = try #require(events.first { $0.kind == .domainDown })
        let ended = try #require(events.first { $0.kind == .domainRecovered })
        let pages = try [began, ended].map {
            try JSONDocument(parsing: try Self.text($0, .pagerduty))
        }
        #expect(pages[0]["dedup_key"] == pages[1]["dedup_key"])
        #expect(pages.map { $0["event_action"]?.text } == ["trigger", "resolve"])
        #expect(pages[0]["routing_key"]?.text == "R0UT1NG\"KEY")
        let alerts = try [began, ended].map {
            try #require(
                try JSONDocument(parsing: try Self.text($0, .alertmanager)).elements.first
            )
        }
        #expect(alerts[0]["labels"] == alerts[1]["labels"])
        #expect(alerts[0]["startsAt"] == alerts[1]["startsAt"])
        #expect(alerts[1]["endsAt"]?.text == "2026-03-01T12:00:00Z", "the time of the recovery")
        let other = try #require(events.first { $0.kind == .transportRestored })
        let page = try JSONDocument(parsing: try Self.text(other, .pagerduty))
        #expect(page["dedup_key"] != pages[0]["dedup_key"], "another matter")
    }

    /// The routing key is never in a body that is made, and none is sent without it.
    @Test func secretsAreFilledInLast() throws {
        let event = try #require(SampleEvent.all().first)
        let body = try Self.body(event, .pagerduty)
        #expect(body.needsSecret && body.bytes(secret: nil) == nil)
        for format in WebhookFormat.allCases where format != .pagerduty {
            #expect(try !Self.body(event, format).needsSecret)
        }
        // A secret cannot be taken for a place to put one.
        let odd = try #require(body.bytes(secret: "routing_key\":\"x"))
        let document = try JSONDocument(parsing: String(decoding: odd, as: UTF8.self))
        #expect(document["routing_key"]?.text == "routing_key\":\"x")
    }

    @Test func templatesAreNeeded() throws {
        let event = try #require(SampleEvent.all().first)
        #expect(throws: MustacheError.self) { try AlertBody.make(event, format: .template) }
    }
}
