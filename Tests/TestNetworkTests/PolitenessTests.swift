import Foundation
import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// What the servers saw: no mail, no broken sessions, no more sessions than needed.
    @Suite struct PolitenessTests {
        private static let healthy = [
            "twomx.test", "equal.test", "implicit.test", "manyaddr.test", "twentymx.test",
            "bigmx.test", "v4only.test",
        ]

        /// All rows have run before the logs are read.
        private func finish() async throws -> [LoggedSession] {
            let cases = DomainTests.rows.map(\.run) + OddServerTests.rows.map(\.run)
            CaseRuns.shared.prepare(cases)
            for item in Set(cases) { _ = try await CaseRuns.shared.transcript(of: item) }
            return try LoggedSession.all(on: .shared)
        }

        @Test func neverData() async throws {
            let sessions = try await finish()
            #expect(sessions.count > 200)
            let allowed: Set = ["EHLO", "HELO", "STARTTLS", "MAIL", "RCPT", "RSET", "QUIT"]
            for session in sessions {
                #expect(Set(session.verbs).isSubset(of: allowed), "\(session)")
                let mail = session.commands.filter { $0.hasPrefix("MAIL") }
                #expect(mail.allSatisfy { $0 == "MAIL FROM:<>" }, "\(session)")
                let recipients = session.commands.filter { $0.hasPrefix("RCPT") }
                #expect(
                    recipients.allSatisfy { $0.hasPrefix("RCPT TO:<postmaster@") },
                    "\(session)"
                )
            }
        }

        /// A session that got a greeting ends with QUIT, unless the server ended it or broke its TLS.
        @Test func alwaysQuit() async throws {
            let sessions = try await finish()
            let cut = sessions.filter(Self.isCutControl)
            #expect(cut.isEmpty, "controls end their sessions as all others do")
            for session in sessions
            where !session.commands.isEmpty && !Self.isBroken(session)
                && !Self.isCutControl(session)
            {
                #expect(
                    session.verbs.last == "QUIT" || session.ended == "closed-by-server",
                    "\(session)"
                )
                #expect(session.verbs.count { $0 == "QUIT" } <= 1, "\(session)")
            }
        }

        /// Whether a control's session ended between STARTTLS and the end of the handshake.
        private static func isCutControl(_ session: LoggedSession) -> Bool {
            session.server.hasPrefix("control") && session.verbs.last == "STARTTLS"
        }

        /// Whether nothing more can be said in a session, because its TLS is in pieces.
        private static func isBroken(_ session: LoggedSession) -> Bool {
            session.server.hasPrefix("odd-starttls-") && session.verbs.last == "STARTTLS"
        }

        /// A healthy address sees one session, on port 25, and no other port is tried.
        @Test(arguments: healthy) func oneSession(_ domain: String) async throws {
            let item = NetworkCase(names: [domain])
            let document = try await CaseRuns.shared.document(of: item)
            let addresses = Set(
                document.domains.elements.flatMap(\.allEndpoints).compactMap(\.address.text)
            )
            let sessions = try LoggedSession.of(item, on: .shared)
            #expect(sessions.map(\.address).sorted() == addresses.sorted())
            for session in sessions {
                #expect(session.port == 25)
                #expect(session.verbs == ["EHLO", "STARTTLS", "EHLO", "QUIT"])
                #expect(session.ended == "quit")
            }
        }

        /// An alternate that nobody listens on is not even knocked at: the kernel would have counted a reset.
        @Test func noAlternatesForTheHealthy() async throws {
            let document = try await CaseRuns.shared.document(
                of: NetworkCase(names: ["domain3.test"])
            )
            let ports = document.domains.elements.flatMap(\.allEndpoints).compactMap(\.port.integer)
            #expect(ports == [25, 25])
            let sessions = try await finish()
            #expect(
                !sessions.contains { $0.server == "odd-plain-on-465.odd.test" && $0.port == 465 }
            )
        }

        /// With --all-ports they are.
        @Test func allPortsWhenAsked() async throws {
            let item = NetworkCase(names: ["odd-plain-on-465.test"], options: ["--all-ports"])
            let document = try await CaseRuns.shared.document(of: item)
            let endpoints = try #require(document.domains.elements.first?.allEndpoints)
            #expect(
                endpoints.compactMap(\.port.integer).sorted() == [
                    25, 25, 26, 26, 465, 465, 587, 587, 2525, 2525,
                ]
            )
            let implicit = endpoints.filter { $0.port.integer == 465 }
            #expect(implicit.compactMap(\.outcome.text) == ["tls-failed", "tls-failed"])
        }

        /// The main server's Postfix saw nothing to complain of.
        @Test func postfixIsContent() async throws {
            _ = try await finish()
            let log = try String(
                contentsOfFile: "\(TestNetwork.shared.folder)/logs/main.log",
                encoding: .utf8
            )
            let lines = log.split(separator: "\n")
            #expect(lines.contains { $0.contains("disconnect from") && $0.contains("quit=1") })
            for word in [
                "lost connection", "timeout after", "improper command", "warning:", "error:",
                " data=",
            ] {
                #expect(lines.filter { $0.contains(word) } == [], "\(word)")
            }
        }
    }
}
