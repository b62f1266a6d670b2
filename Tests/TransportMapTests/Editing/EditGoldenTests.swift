import Foundation
import Testing

@testable import TransportMap

@Suite("plans")
struct EditGoldenTests {
    /// Set `UPDATE_GOLDENS=1` to write what is printed now; the run fails all the same, so that
    /// the difference is read.
    static let updates = ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1"

    @Test("print as their golden files say", arguments: EditGolden.all)
    func golden(_ golden: EditGolden) throws {
        let (commands, table, expected) = try golden.read()
        let plan = try plan(commands, utf8(table))
        let diff = UnifiedDiff(of: plan, oldName: "transport", newName: "transport (planned)")
        let outcomes = plan.outcomes.map { outcome in
            let pattern = outcome.pattern.map { String(decoding: $0, as: UTF8.self) } ?? "?"
            switch outcome.disposition {
            case .edited: return "\(pattern): edited"
            case .unchanged: return "\(pattern): unchanged"
            case .refused(let refusal): return "\(pattern): refused: \(refusal)"
            }
        }
        let result = diff.safeText + outcomes.joined(separator: "\n") + "\n"
        if Self.updates, result != expected {
            try golden.write(commands: commands, table: table, result: result)
        }
        #expect(result == expected)
    }

    @Test("the golden files are there")
    func present() { #expect(EditGolden.all.count >= 10) }
}
