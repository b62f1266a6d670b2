import Foundation
import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// The JSON of every run is what the schema says.
    @Suite struct SchemaTests {
        private static let script = """
            import json, jsonschema, sys
            schema = json.load(open(sys.argv[1]))
            validator = jsonschema.Draft202012Validator(schema)
            decoder = json.JSONDecoder()
            text, at, count = sys.stdin.read(), 0, 0
            while at < len(text):
                document, at = decoder.raw_decode(text, at)
                at += len(text[at:]) - len(text[at:].lstrip())
                count += 1
                for error in validator.iter_errors(document):
                    name = document["domains"][0]["domain"]
                    print(name, "/".join(map(str, error.absolute_path)), error.message[:300])
            print(count, "documents")
            """

        @Test func everyDocumentIsValid() async throws {
            let cases =
                DomainTests.rows.map(\.run) + ResolverTests.rows.map(\.run)
                + OddServerTests.rows.map(\.run)
            CaseRuns.shared.prepare(cases)
            var documents: [String] = []
            for item in Set(cases) {
                documents.append(try await CaseRuns.shared.transcript(of: item).output)
            }
            let schema = "/Sources/Rendering/mxprobe.diagnosis-1.schema.json"
            var run = ProgramRun(
                "/usr/bin/python3",
                ["-c", Self.script, BuiltProgram.packageRoot + schema]
            )
            run.input = .text(documents.joined())
            let transcript = try run.transcript()
            #expect(transcript.errors.isEmpty)
            #expect(transcript.output == "\(documents.count) documents\n")
        }
    }
}
