import ProbeModel
import Rendering
import Testing

/// The JSON Schema says what the JSON is.
@Suite struct SchemaTests {
    @Test(arguments: GoldenTests.situations) func structureHolds(_ situation: Situation) throws {
        let report = JSONReport(displayNames: situation.displayNames)
        let document = try JSONDocument(parsing: report.text(situation.report))
        #expect(try Schema().problems(document) == [])
    }

    @Test func wholeDraftHolds() throws {
        let reports = GoldenTests.situations.map { situation in
            JSONReport(displayNames: situation.displayNames)
                .text(situation.report, layout: .compact)
        }
        let hostile = try (0..<8).map {
            JSONReport().text(try HostileReport(seed: $0, isOwnToo: false).report, layout: .compact)
        }
        let problems = try PythonValidator.problems(reports + hostile)
        #expect(problems.isEmpty, Comment(rawValue: problems))
    }

    /// A document that lacks a key, has one too many, or has a word from outside an enum is found out.
    @Test(arguments: [
        ("\"verdict\":\"healthy\",", ""), ("\"verdict\":", "\"verdict2\":null,\"verdict\":"),
        ("\"healthy\"", "\"fine\""), ("\"port\":25", "\"port\":\"25\""),
        ("\"port\":25", "\"port\":2.5"),
    ])
    func structureRefuses(_ change: (from: String, to: String)) throws {
        let healthy = try #require(GoldenTests.situations.first)
        let text = JSONReport().text(healthy.report, layout: .compact)
        #expect(text.contains(change.from))
        let changed = try JSONDocument(
            parsing: text.replacing(change.from, with: change.to, maxReplacements: 1)
        )
        #expect(try Schema().problems(changed) != [])
    }

    /// Every object is strict: all its keys are required, and no other is allowed.
    @Test func objectsAreStrict() throws {
        let schema = try Schema()
        guard case .object(let definitions)? = schema.root["$defs"] else {
            Issue.record("no definitions")
            return
        }
        for (name, definition) in definitions.merging(
            ["root": schema.root],
            uniquingKeysWith: { $1 }
        )
        where definition["type"]?.text == "object" {
            guard case .object(let properties)? = definition["properties"] else {
                Issue.record("\(name) has no properties")
                continue
            }
            let required = definition["required"]?.elements.compactMap(\.text) ?? []
            #expect(Set(required) == Set(properties.keys), "\(name)")
            #expect(definition["additionalProperties"] == .bool(false), "\(name)")
        }
    }

    /// The closed lists of the model and of the schema are the same, in the same order.
    @Test(arguments: [
        ("outcome", Outcome.allCases.map(\.rawValue)),
        ("phase", Phase.allCases.map(\.rawValue)),
        ("verdict", Verdict.allCases.map(\.rawValue)),
        ("severity", Severity.allCases.map(\.rawValue)),
        ("acceptance", Acceptance.allCases.map(\.rawValue)),
        ("egressVerdict", EgressVerdict.allCases.map(\.rawValue)),
        ("blockMethod", BlockMethod.allCases.map(\.rawValue)),
        ("confidence", Confidence.allCases.map(\.rawValue)),
        ("action", Recommendation.Action.allCases.map(\.rawValue)),
        ("lookupStatus", LookupStatus.allCases.map(\.rawValue)),
        ("findingID", FindingID.allCases.map(\.rawValue)),
        ("family", AddressFamily.allCases.map(\.rawValue)),
        ("tlsMode", [TLSMode.starttls, .implicit].map(\.rawValue)),
        ("daneVerdict", [DANEVerdict.verified, .mismatch, .unusable].map(\.rawValue)),
        ("mxSource", [MXSource.mx, .implicit, .null, .none].map(\.rawValue)),
        ("dnssec", [DNSSECStatus.secure, .insecure, .bogus, .indeterminate].map(\.rawValue)),
        ("routeSource", [Route.Source.mx, .transport, .relayhost].map(\.rawValue)),
        (
            "recordType",
            [RecordType.a, .cname, .soa, .ptr, .mx, .aaaa, .rrsig, .dnskey, .tlsa]
                .map(\.mnemonic)
        ),
    ])
    func listsAgree(_ list: (definition: String, names: [String])) throws {
        #expect(try Schema().names(list.definition) == list.names)
    }

    @Test func exitCodesAgree() throws {
        let codes = try Schema().definition("exitCode")?["enum"]?.elements
        #expect(
            Set(codes ?? []) == Set(Severity.allCases.map { .number(Double($0.exitCode)) })
        )
    }
}
