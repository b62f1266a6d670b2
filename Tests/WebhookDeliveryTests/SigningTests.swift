import Foundation
import ProcessTestSupport
import TestSupport
import Testing

@testable import WebhookDelivery

/// Signatures by Standard Webhooks 1.0.0.
@Suite(.timeLimit(.minutes(2))) struct SigningTests {
    private static let text = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
    private static let other = "whsec_" + Base64.encode(Array(repeating: 7, count: 64))
    /// A Python with the reference implementation; scripts/setup --tests makes it.
    private static let reference = BuiltProgram.packageRoot + "/.build/test-python/bin/python"
    private static let hasReference = FileManager.default.isExecutableFile(atPath: reference)

    @Test("sign as the reference does")
    func vector() throws {
        let headers = WebhookSignature.headers(
            id: "msg_1",
            timestamp: 1_700_000_000,
            body: Array(#"{"a":1}"#.utf8),
            secrets: [try SigningSecret(SigningTests.text)]
        )
        #expect(
            headers == [
                WebhookRequest.Header("webhook-id", "msg_1"),
                WebhookRequest.Header("webhook-timestamp", "1700000000"),
                WebhookRequest.Header(
                    "webhook-signature",
                    "v1,WUgAXU8H0NQ1/7M+TtMwKma2b74a3/TCgekiM3YUdN8="
                ),
            ]
        )
    }

    @Test("sign with each secret while one is being replaced, in their order")
    func rotation() throws {
        let body = Array("{}".utf8)
        let secrets = [try SigningSecret(SigningTests.text), try SigningSecret(SigningTests.other)]
        let one = secrets.map { signature(body, [$0]) }
        #expect(one[0] != one[1])
        #expect(signature(body, secrets) == one.joined(separator: " "))
        #expect(
            WebhookSignature.headers(id: "a", timestamp: 1, body: body, secrets: []) == nil
        )
    }

    private func signature(_ body: [UInt8], _ secrets: [SigningSecret]) -> String {
        WebhookSignature.headers(id: "a", timestamp: 1, body: body, secrets: secrets)?.last?.value
            ?? ""
    }

    @Test(
        "accept secrets of 24 to 64 bytes and nothing else",
        arguments: [
            (text, nil),
            ("whsec_" + Base64.encode(Array(repeating: 1, count: 64)), nil),
            ("whsec_" + Base64.encode(Array(repeating: 1, count: 23)), .wrongSize(23)),
            ("whsec_" + Base64.encode(Array(repeating: 1, count: 65)), .wrongSize(65)),
            ("whsec_", .wrongSize(0)),
            ("", .notASecret),
            ("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", .notASecret),
            ("WHSEC_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", .notASecret),
            ("whsk_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", .notASecret),
            ("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY", .notASecret),
            ("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3 ", .notASecret),
            ("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NT-_", .notASecret),
        ] as [(String, SigningSecret.Fault?)]
    )
    func secrets(text: String, fault: SigningSecret.Fault?) {
        do {
            let secret = try SigningSecret(text)
            #expect(fault == nil)
            #expect("\(secret) \(String(reflecting: secret))" == "(hidden) (hidden)")
        } catch {
            #expect(error == fault)
            #expect(!error.description.contains("MDEy"))
        }
    }

    @Test("base 64 as Foundation has it", arguments: 0..<100)
    func base64(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let bytes = generator.bytes(Int.random(in: 0...70, using: &generator))
        let text = Base64.encode(bytes)
        #expect(text == Data(bytes).base64EncodedString())
        #expect(Base64.decode(text) == bytes)
        // One wrong character is refused, or means other bytes.
        guard !bytes.isEmpty else { return }
        var characters = Array(text.utf8)
        characters[Int.random(in: characters.indices, using: &generator)] = UInt8.random(
            in: 0...127,
            using: &generator
        )
        let changed = String(decoding: characters, as: UTF8.self)
        #expect(changed == text || Base64.decode(changed) != bytes)
    }

    @Test(
        "refuse base 64 that has a second spelling",
        arguments: [
            "QQ==", "QR==", "QUE=", "QUF=", "QQ", "Q===", "====", "QQ==QQ==", "Q Q=", "QQ=\n",
        ]
    )
    func strictBase64(text: String) {
        let wanted = ["QQ==": [65], "QUE=": [65, 65]] as [String: [UInt8]]
        #expect(Base64.decode(text) == wanted[text])
    }

    @Test("are verified by a program written from the specification")
    func ownVerifier() throws { try verify(with: "own", "/usr/bin/python3") }

    @Test(
        "are verified by the reference implementation",
        .enabled(if: hasReference, "SKIPPED: no standardwebhooks; run: scripts/setup --tests")
    )
    func referenceVerifier() throws { try verify(with: "reference", SigningTests.reference) }

    /// Has a program verify good signatures and tampered ones.
    private func verify(with kind: String, _ python: String) throws {
        let secrets = [try SigningSecret(SigningTests.text), try SigningSecret(SigningTests.other)]
        let body = Array(#"{"type":"test","data":"é\n"}"#.utf8)
        let now = Int64(Date().timeIntervalSince1970)
        let headers = try #require(
            WebhookSignature.headers(id: "msg_é2", timestamp: now, body: body, secrets: secrets)
        )
        let fields = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
        func isGood(_ secret: String, _ fields: [String: String], _ body: [UInt8]) throws -> Bool {
            let request = VerifierInput(headers: fields, body: Data(body))
            let input = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
            var run = ProgramRun(python, ["-B", SigningTests.verifier, kind, secret])
            run.input = .text(input)
            let transcript = try run.transcript()
            try #require(transcript.errors.isEmpty, "\(transcript.errors)")
            return transcript.status == 0
        }
        // Either secret of the two will do.
        #expect(try isGood(SigningTests.text, fields, body))
        #expect(try isGood(SigningTests.other, fields, body))
        #expect(try !isGood("whsec_" + Base64.encode(Array(repeating: 8, count: 32)), fields, body))
        #expect(try !isGood(SigningTests.text, fields, body + [0x20]))
        for (name, value) in ["webhook-id": "msg_3", "webhook-timestamp": "\(now - 1)"] {
            #expect(
                try !isGood(SigningTests.text, fields.merging([name: value]) { $1 }, body),
                "\(name)"
            )
        }
    }

    private static let verifier =
        BuiltProgram.packageRoot + "/Tests/WebhookDeliveryTests/Support/verify.py"
}

/// What `verify.py` reads.
private struct VerifierInput: Encodable {
    var headers: [String: String]
    var body: Data
}
