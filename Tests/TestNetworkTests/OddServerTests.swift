import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// Servers with a fault, each told for what it is, in time and in little memory.
    @Suite struct OddServerTests {
        /// What a diagnosis may hold in memory, whatever a server sends.
        private static let memoryLimit = 64 << 20

        init() { CaseRuns.shared.prepare(Self.slowFirst.map(\.run)) }

        static let rows =
            refusals + mute + notSMTP + hellos + encryption + forms + ports + acceptance

        /// The longest runs begin first, so that they end with the others.
        private static let slowFirst =
            rows.filter { $0.patience == .long } + rows.filter { $0.patience == .short }

        // Turned away in the greeting.
        private static let refusals: [OddRow] = [
            .refusing(
                "greets-554",
                "rejected",
                "554 5.3.2 odd-greets-554.odd.test no SMTP service here"
            ),
            .refusing(
                "greets-421",
                "inconclusive",
                "421 4.3.2 odd-greets-421.odd.test service not available, try again later",
                reputation: true
            ),
            .refusing(
                "greets-450",
                "inconclusive",
                "450 4.3.2 odd-greets-450.odd.test system busy"
            ),
            .refusing(
                "blocklisted",
                "rejected",
                "554 5.7.1 Service unavailable; client blocked using bl.example",
                reputation: true
            ),
            .refusing(
                "rate-limited",
                "inconclusive",
                "421 4.7.0 odd-rate-limited.odd.test too many connections from your address, rate limited",
                reputation: true
            ),
        ]

        // Nothing, or nothing in time.
        private static let mute: [OddRow] = [
            .failing("silent", "silent", "greeting"),
            .failing("drip", "silent", "greeting"),
            .failing("tarpit", "silent", "greeting"),
            .failing("closes", "closed", "greeting"),
            .failing("resets", "reset", "greeting"),
            .failing("closes-after-greeting", "closed", "ehlo") {
                $0.greeting = "220 odd-closes-after-greeting.odd.test ESMTP ready"
                // EHLO may be under way when the server closes.
                $0.otherOutcome = "reset"
            },
            .degraded("tarpit", ["smtp.greeting-slow"]) { $0.patience = .long },
            .degraded("lategreeting", ["smtp.greeting-slow"]) { $0.patience = .long },
            .ready("postscreen") { row in
                row.greeting =
                    "220 odd-postscreen.odd.test ESMTP odd-postscreen.odd.test ESMTP ready"
                row.patience = .long
            },
        ]

        // Something else than SMTP.
        private static let notSMTP: [OddRow] = [
            .failing("garbage", "not-smtp", "greeting"),
            .failing("longline", "not-smtp", "greeting"),
            .failing("endless", "not-smtp", "greeting"),
            .failing("http", "not-smtp", "greeting"),
            .failing("ssh", "not-smtp", "greeting"),
            // The greeting is SMTP; a reply of more than 256 lines is not read on.
            .failing("many-keywords", "not-smtp", "ehlo") {
                $0.greeting = "220 odd-many-keywords.odd.test ESMTP ready"
            },
        ]

        // EHLO and HELO.
        private static let hellos: [OddRow] = [
            .degraded("helo-only", ["smtp.ehlo-refused"]) { row in
                row.usesHELO = true
                row.startTLS = "not-offered"
                row.reply = "502 5.5.1 Command not implemented"
            },
            .failing("no-hello", "rejected", "ehlo") { row in
                row.verdict = "rejected"
                row.greeting = "220 odd-no-hello.odd.test ESMTP ready"
                row.reply = "550 5.7.1 Go away"
            },
            .failing("helo-after-close", "deferred", "ehlo") { row in
                row.verdict = "inconclusive"
                row.status = 3
                row.greeting = "220 odd-helo-after-close.odd.test ESMTP ready"
                row.reply = "421 4.3.2 Shutting down"
            },
            .degraded("closes-after-ehlo", ["tls.starttls-fails"]) { row in
                row.phase = "starttls"
                row.startTLS = "failed"
            },
        ]

        // STARTTLS and certificates.
        private static let encryption: [OddRow] = [
            .degraded("starttls-454", ["tls.starttls-fails"]) { row in
                row.startTLS = "refused"
                row.startTLSMessage = "454 4.7.0 TLS not available"
                row.reply = "454 4.7.0 TLS not available due to local problem"
            },
            .degraded("starttls-garbage", ["tls.starttls-fails"]) { row in
                row.phase = "starttls"
                row.startTLS = "failed"
            },
            .degraded("starttls-reset", ["tls.starttls-fails"]) { row in
                row.phase = "starttls"
                row.startTLS = "failed"
            },
            .degraded("starttls-silent", ["tls.starttls-fails"]) { row in
                row.phase = "starttls"
                row.startTLS = "failed"
                row.startTLSMessage = "the handshake did not finish in time"
            },
            // What was sent in plain text must never count as said under TLS (CVE-2011-0411).
            .degraded("starttls-injected", ["tls.starttls-fails"]) { row in
                row.phase = "starttls"
                row.startTLS = "failed"
            },
            .degraded("starttls-mangled", ["smtp.greeting-masked", "tls.starttls-mangled"]) { row in
                row.startTLS = "not-offered"
                row.greeting = "220 ****************************"
            },
            .degraded("no-starttls", ["tls.starttls-missing"]) { $0.startTLS = "not-offered" },
            .ready("starttls-last"),
            .degraded("cert-expired", ["tls.certificate-expired"]) {
                $0.certificate = "certificate has expired"
            },
            .ready("cert-selfsigned") { row in
                row.certificate = "self-signed certificate"
                row.findings = ["tls.certificate-unverified"]
            },
            .ready("cert-wrongname") { row in
                row.certificate = "hostname mismatch: names mx.elsewhere.test"
                row.findings = ["tls.certificate-unverified"]
            },
            .degraded("tls10", ["tls.old-version"]),
        ]

        // Unusual forms of what is right.
        private static let forms: [OddRow] = [
            .ready("no-pipelining"),
            // No control byte comes through.
            .ready("control-chars") {
                $0.greeting =
                    #"220 odd-control-chars.odd.test \x1b[31mred\x1b[0m \x1b]0;title\x07 bell\x07 back\x08 nul\x00 c1\x9b31m ESMTP"#
            },
            .ready("tiny-segments"),
            .degraded("empty-last-line", ["tls.starttls-missing"]) { $0.startTLS = "not-offered" },
            .ready("multiline-greeting") {
                $0.greeting = "220 odd-multiline-greeting.odd.test ESMTP no spam be nice"
            },
            .ready("wrong-name") { $0.greeting = "220 mx.elsewhere.test ESMTP ready" },
            .ready("bare-newlines"),
            .ready("no-quit-reply"),
            .ready("non-ascii") {
                $0.greeting = #"220 odd-non-ascii.odd.test gr\xfc\xdfe \xff\xfe"#
            },
        ]

        // Port 25 closed, others open.
        private static let ports: [OddRow] = [
            .failing("refused", "refused", "connect"),
            .failing("dropped", "timeout", "connect"),
            .failing("only-2525", "timeout", "connect") { row in
                row.verdict = "filtered"
                row.alternates = ["2525 ready accepted"]
            },
            .failing("refused-2525", "refused", "connect") { row in
                row.verdict = "filtered"
                row.alternates = ["2525 ready accepted"]
            },
            .failing("only-587-login", "timeout", "connect") { row in
                row.verdict = "filtered"
                row.alternates = ["587 ready login-required"]
            },
            .failing("wrong-2525", "timeout", "connect") { row in
                row.verdict = "filtered"
                row.alternates = ["2525 ready accepted"]
            },
            .failing("tls-only-465", "refused", "connect") { row in
                row.verdict = "filtered"
                row.alternates = ["465 ready accepted"]
            },
            .ready("plain-on-465"),
        ]

        // Whether the domain's mail is taken, asked for.
        private static let acceptance: [OddRow] = [
            accepting("starttls-last", "accepted"),
            accepting("greylist", "deferred") { $0.findings = ["smtp.acceptance-deferred"] },
            accepting("relay-denied", "refused") { row in
                row.verdict = "rejected"
                row.status = 2
                row.findings = ["smtp.acceptance-refused"]
            },
            accepting("login-required", "login-required") { row in
                row.verdict = "rejected"
                row.status = 2
                row.findings = ["smtp.acceptance-refused"]
            },
            accepting("unknown-user", "refused") { row in
                row.verdict = "rejected"
                row.status = 2
                row.findings = ["smtp.acceptance-refused"]
            },
            accepting("no-pipelining", "accepted"),
        ]

        private static func accepting(
            _ name: String,
            _ acceptance: String,
            _ change: (inout OddRow) -> Void = { _ in }
        ) -> OddRow {
            .ready(name) { row in
                row.options = ["--accept-check"]
                row.acceptance = acceptance
                change(&row)
            }
        }

        @Test(arguments: rows) func verdict(_ row: OddRow) async throws {
            let document = try await CaseRuns.shared.document(of: row.run)
            #expect(document.exitCode.integer == row.status)
            let domain = try #require(document.domains.elements.first)
            #expect(domain.verdict.text == row.verdict)
            #expect(domain.findingWords == row.findings)
            let onSMTP = domain.allEndpoints.filter { $0.port.integer == 25 }
            #expect(onSMTP.compactMap(\.family.text) == ["ipv4", "ipv6"])
            for endpoint in onSMTP { try check(endpoint, row) }
            let alternates = domain.allEndpoints.filter {
                $0.port.integer != 25 && !$0.greeting.isNull
            }
            .map { endpoint in
                [
                    "\(endpoint.port.integer ?? 0)", endpoint.outcome.text ?? "?",
                    endpoint.acceptance.text ?? "?",
                ].joined(separator: " ")
            }
            #expect(alternates == row.alternates + row.alternates)
        }

        private func check(_ endpoint: Document, _ row: OddRow) throws {
            let outcome = endpoint.outcome.text
            #expect(outcome == row.outcome || outcome == row.otherOutcome)
            #expect(endpoint.phase.text == row.phase)
            #expect(endpoint.greeting.text == row.greeting)
            #expect(endpoint.usedHelo.isTrue == row.usesHELO)
            #expect(endpoint.acceptance.text == row.acceptance)
            if let reply = row.reply {
                let shown =
                    "\(endpoint.reply.code.integer ?? 0) \(endpoint.reply[dynamicMember: "text"].text ?? "")"
                #expect(shown == reply)
            }
            if let startTLS = row.startTLS {
                #expect(endpoint.starttls.result.text == startTLS)
                #expect((endpoint.starttls.message.text ?? "").hasPrefix(row.startTLSMessage))
                #expect(endpoint.tls.isNull == (startTLS != "established"))
            }
            if !endpoint.tls.isNull { #expect(endpoint.tls.error.text == row.certificate) }
            #expect(endpoint.rawBytes.isNull == (row.outcome != "not-smtp"))
        }

        /// No phase and no session outlasts its deadline, whatever the server does.
        @Test(arguments: rows) func deadlines(_ row: OddRow) async throws {
            let document = try await CaseRuns.shared.document(of: row.run)
            // The session's deadline, the wait for the reply to QUIT, and slack for a busy machine.
            let limit = row.patience == .short ? 17_000.0 : 65_000
            for endpoint in document.domains.elements.flatMap(\.allEndpoints) {
                #expect((endpoint.timingsMs.total.number ?? 0) < limit)
            }
        }

        @Test(arguments: rows) func memory(_ row: OddRow) async throws {
            let transcript = try await CaseRuns.shared.transcript(of: row.run)
            #expect(transcript.peakMemory > 1 << 20)
            #expect(transcript.peakMemory < Self.memoryLimit)
        }

        /// Every odd server of the network is looked at.
        @Test func noneIsForgotten() throws {
            let listing = try TestNetwork.shared.script("list", "--json")
            let document = try Document(parsing: listing.output)
            let names = Set(document.oddServers.elements.compactMap(\.name.text))
            #expect(names == Set(Self.rows.map(\.name)))
        }
    }
}
