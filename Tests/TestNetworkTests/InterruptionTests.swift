import Glibc
import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// A run that is cut short tells what is known so far.
    @Suite struct InterruptionTests {
        /// A healthy host and one that stays silent for far longer than the test lasts.
        ///
        /// It comes back when the sessions with the healthy host are over.
        private static func start(
            _ folder: TemporaryFolder,
            _ item: NetworkCase
        ) async throws -> RunningProgram {
            let before = try LoggedSession.of(item, on: .shared).count
            let program = try RunningProgram(item.run(on: .shared, folder: folder))
            try await Waiting.until { try LoggedSession.of(item, on: .shared).count >= before + 2 }
            return program
        }

        @Test(arguments: [SIGINT, SIGTERM]) func endsAtOnce(_ signal: Int32) async throws {
            let folder = try TemporaryFolder()
            let names = ["third.test", "odd-silent.test"]
            let program = try await Self.start(folder, NetworkCase(names: names, patience: .long))
            let asked = ContinuousClock.now
            program.send(signal)
            let transcript = try program.wait()
            // A second, and slack for a busy machine; the greeting alone would be awaited for 25 s.
            #expect(asked.duration(to: .now) < .seconds(3))
            #expect(transcript.status == 3)
            #expect(transcript.errors.isEmpty)
            let document = try Document(parsing: transcript.output)
            let domains = document.domains.elements
            #expect(domains.compactMap(\.verdict.text) == ["healthy", "inconclusive"])
            #expect(domains.map(\.interrupted.isTrue) == [false, true])
            #expect(domains.last?.findingWords.contains("run.interrupted") == true)
            #expect(
                Set(
                    domains.last?.allEndpoints.filter { $0.port.integer == 25 }.compactMap(
                        \.outcome.text
                    ) ?? []
                ) == ["interrupted"]
            )
        }

        /// The limit of the whole run does the same.
        @Test func endsInTime() async throws {
            let item = NetworkCase(
                names: ["third.test", "odd-silent.test"],
                options: ["--timeout", "2"],
                patience: .long
            )
            let transcript = try await CaseRuns.shared.transcript(of: item)
            #expect(transcript.status == 3)
            #expect(transcript.duration < .seconds(10))
            let document = try Document(parsing: transcript.output)
            #expect(
                document.domains.elements.compactMap(\.verdict.text) == ["healthy", "inconclusive"]
            )
        }

        /// Two signals end it on the spot.
        @Test func secondSignalKills() async throws {
            let folder = try TemporaryFolder()
            let item = NetworkCase(
                names: ["third.test", "odd-silent.test"],
                format: "text",
                patience: .long
            )
            let program = try await Self.start(folder, item)
            program.send(SIGINT)
            program.send(SIGTERM)
            let transcript = try program.wait()
            #expect(transcript.duration < .seconds(20))
            #expect([3, 128 + SIGTERM, 128 + SIGINT].contains(transcript.status))
        }
    }
}
