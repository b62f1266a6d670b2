import Foundation
import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// The text of real runs, as people read it.
    ///
    /// `MXPROBE_UPDATE_GOLDENS=1` rewrites a golden that differs and fails all the same, so that the difference is read.
    @Suite struct TextTests {
        private static let goldens: [(name: String, run: NetworkCase)] = [
            ("domain1", NetworkCase(names: ["domain1.test"], format: "text")),
            ("only-2525", NetworkCase(names: ["odd-only-2525.test"], format: "text")),
            (
                "several",
                NetworkCase(
                    names: [
                        "twomx.test", "bogus.test", "nosuch.test", "bücher.test",
                        "odd-control-chars.test",
                    ],
                    format: "text"
                )
            ),
            (
                "verbose",
                NetworkCase(names: ["signed.test"], options: ["--verbose"], format: "text")
            ),
        ]

        init() { CaseRuns.shared.prepare(Self.goldens.map(\.run)) }

        @Test(arguments: goldens) func golden(_ row: (name: String, run: NetworkCase)) async throws
        {
            let transcript = try await CaseRuns.shared.transcript(of: row.run)
            #expect(transcript.errors.isEmpty)
            let text = normalised(transcript.output, run: row.run)
            let folder = BuiltProgram.packageRoot + "/Tests/TestNetworkTests/Goldens"
            let file = URL(filePath: "\(folder)/\(row.name).txt")
            let expected = try? String(contentsOf: file, encoding: .utf8)
            if expected == text { return }
            if ProcessInfo.processInfo.environment["MXPROBE_UPDATE_GOLDENS"] == "1" {
                try Data(text.utf8).write(to: file)
                Issue.record("\(row.name).txt was rewritten: read the difference")
            } else {
                Issue.record(
                    "\(row.name).txt differs; MXPROBE_UPDATE_GOLDENS=1 rewrites it. The output is now:\n\(text)"
                )
            }
        }

        /// Durations, dates, keys and the files of this copy of the network differ from run to run.
        private func normalised(_ text: String, run: NetworkCase) -> String {
            text.replacing(/\nRun [^\n]*\n[^\n]*ms\.\n/, with: "\nRun\n")
                .replacing(/[0-9]+(\.[0-9]+)? (ms|s)\b/) { "0 \($0.2)" }
                .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}/, with: "2000-01-01")
                .replacing(/[0-9a-f]{64}/, with: "DIGEST")
                .replacing(/transport map \/\S+ line ([0-9]+):\s+(\S+)\s+(\S+)/) {
                    "transport map FILE line \($0.1): \($0.2) \($0.3)"
                }
                .replacing(run.greetingName, with: "probe.test")
        }
    }
}
