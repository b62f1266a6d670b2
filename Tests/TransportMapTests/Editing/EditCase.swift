import Foundation
import Testing

@testable import TransportMap

/// Changes written as commands: `divert PATTERN RESULT`, `revert PATTERN`, `revert-all`.
func changes(_ commands: String) throws -> [MapChange] {
    try commands.split(separator: "\n").map { command in
        let words = command.split(separator: " ", maxSplits: 2).map(String.init)
        switch words[0] {
        case "divert":
            let pattern = try #require(TransportPattern(words[1]))
            return .divert(pattern, to: try #require(TransportResult(words[2])))
        case "revert": return .revert(try #require(TransportPattern(words[1])))
        default: return .revertAll
        }
    }
}

/// The plan for a table that is written as text.
func plan(_ commands: String, _ table: [UInt8]) throws -> EditPlan {
    try #require(TransportMap(table)).plan(try changes(commands))
}

/// A golden file: commands, table, and below a line of dashes the plan's diff and outcomes.
struct EditGolden: CustomTestStringConvertible, Sendable {
    static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Goldens")

    static let divider = "\n----------\n"

    let name: String
    var testDescription: String { name }

    static var all: [EditGolden] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { $0.hasSuffix(".edit") }.sorted().map { EditGolden(name: $0) }
    }

    /// The commands and the table, which stand above the first and the second divider.
    func read() throws -> (commands: String, table: String, expected: String) {
        let text = try String(
            contentsOf: Self.directory.appendingPathComponent(name),
            encoding: .utf8
        )
        let parts = text.components(separatedBy: Self.divider)
        return (parts[0], parts[1] + "\n", parts[2...].joined(separator: Self.divider))
    }

    func write(commands: String, table: String, result: String) throws {
        let text = [commands, String(table.dropLast()), result].joined(separator: Self.divider)
        let file = Self.directory.appendingPathComponent(name)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
}
