import AlertPolicy
import Foundation
import ProbeModel
import Testing

@testable import Rendering

/// Whatever peers say, a message stays a message: no mention, no link, no header, no broken JSON, no limit passed.
@Suite struct HostileAlertTests {
    private static let events: [AlertEvent] =
        (try? (0..<SampleEvent.attacks.count).flatMap { index in
            try [3, 900].map { try SampleEvent.hostile(index, length: $0) }
        }) ?? []

    private func document(_ event: AlertEvent, _ format: WebhookFormat) throws -> JSONDocument {
        try JSONDocument(parsing: try AlertBodyTests.text(event, format))
    }

    /// All JSON is well formed, one line, and shows no control character.
    @Test(arguments: WebhookFormat.allCases) func textIsSafe(_ format: WebhookFormat) throws {
        #expect(Self.events.count == SampleEvent.attacks.count * 2)
        for event in Self.events {
            let text = try AlertBodyTests.text(event, format)
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !Self.isUnsafe($0) })
            guard format != .ntfy, format != .template else { continue }
            #expect(!text.utf8.contains(UInt8(ascii: "\n")))
            let strings = try JSONDocument(parsing: text).strings
            #expect(
                strings.allSatisfy {
                    $0.unicodeScalars.allSatisfy { $0 == "\n" || !Self.isUnsafe($0) }
                }
            )
        }
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: true
        default: false
        }
    }

    /// Standard Webhooks recommends less than 20 kB.
    @Test func jsonIsSmall() throws {
        for event in Self.events {
            let size = try AlertBodyTests.text(event, .json).utf8.count
            #expect(size < 20_000, "\(size): \(event.summary.prefix(30))")
        }
    }

    @Test func slackHasNoMarkup() throws {
        for event in Self.events {
            let strings = try document(event, .slack).strings
            for text in strings {
                #expect(!text.contains("<") && !text.contains(">") && text.utf16.count <= 3000)
                let bare = text.replacing("&amp;", with: "").replacing("&lt;", with: "")
                    .replacing("&gt;", with: "")
                #expect(!bare.contains("&"))
            }
            #expect(try !(document(event, .slack)["text"]?.text ?? "").contains("://"))
        }
    }

    @Test func discordHasNoMarkup() throws {
        for event in Self.events {
            let document = try document(event, .discord)
            #expect(document["allowed_mentions"]?["parse"] == .array([]))
            let embed = try #require(document["embeds"]?.elements.first)
            let texts =
                [embed["title"], embed["description"]].compactMap { $0?.text }
                + (embed["fields"]?.elements ?? []).compactMap { $0["value"]?.text }
            #expect(texts.reduce(0) { $0 + $1.utf16.count } <= 6000)
            for text in texts {
                // Take every escaped sign away: none that means something is left.
                let bare = text.replacing(#/\\[!-\/:-@\[-`{-~]/#, with: "")
                #expect(!bare.contains { "\\*_~`|<>@[]()#:".contains($0) }, "\(bare)")
            }
        }
    }

    @Test func teamsHasTextRunsOnly() throws {
        for event in Self.events {
            let text = try AlertBodyTests.text(event, .teams)
            #expect(text.utf8.count < 28_000, "\(text.utf8.count)")
            #expect(!text.contains("\"TextBlock\"") && !text.contains("\"FactSet\""))
            let strings = try document(event, .teams).strings
                .filter { !$0.hasPrefix("http://adaptivecards.io/") }
            #expect(!strings.contains { $0.contains("://") })
        }
    }

    @Test func ntfyFits() throws {
        for event in Self.events {
            let body = try AlertBodyTests.body(event, .ntfy)
            let text = try AlertBodyTests.text(event, .ntfy)
            #expect(text.utf8.count <= 4096 && !text.contains("://"))
            for header in body.headers {
                #expect(header.value.utf8.allSatisfy { (0x20...0x7e).contains($0) })
                #expect(header.value.utf8.count <= 250 && !header.value.contains("://"))
            }
        }
    }

    @Test func pagerDutyFits() throws {
        for event in Self.events {
            let document = try document(event, .pagerduty)
            #expect((document["dedup_key"]?.text?.utf8.count ?? 256) <= 255)
            #expect((document["payload"]?["summary"]?.text?.count ?? 1025) <= 1024)
        }
    }

    /// A template fills values in once; braces in a value are text.
    @Test func templatesDoNotExecuteValues() throws {
        let template = try MustacheTemplate("{{{summary}}}|{{summary}}|{{summary_json}}")
        let event = SampleEvent.make(
            .test,
            .single,
            nil,
            new: SampleEvent.healthy,
            summary: "{{host}} <b>\"&'"
        )
        let body = try AlertBody.make(event, format: .template, template: template)
        let text = String(decoding: try #require(body.bytes(secret: nil)), as: UTF8.self)
        #expect(
            text
                == "{{host}} <b>\"&'|{{host}} &lt;b&gt;&quot;&amp;&#39;|\"{{host}} <b>\\\"&'\""
        )
    }

    /// Cuts fall between characters, and what fits is whole.
    @Test func cutsAreClean() {
        let family = "\u{1f468}\u{1f3fd}"
        for limit in 0..<60 {
            let text = BoundedText.cut(
                String(repeating: "e\u{301}" + family, count: 9),
                bytes: limit
            )
            #expect(text.utf8.count <= limit)
            #expect(text.isEmpty || text.hasSuffix("…"))
            for character in text.dropLast() {
                #expect(String(character) == "e\u{301}" || String(character) == family)
            }
        }
        #expect(BoundedText.cut("abc", bytes: 3) == "abc")
        #expect(BoundedText.cut("abcd", bytes: 3) == "…")
        #expect(BoundedText.cut("abcde", bytes: 4) == "a…")
    }
}
