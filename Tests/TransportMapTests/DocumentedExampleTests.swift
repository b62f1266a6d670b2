import Foundation
import Testing

@Suite("the example in the documentation")
struct DocumentedExampleTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("is part of the program that is built")
    func isBuilt() throws {
        let page = try Self.text("Sources/TransportMap/TransportMap.docc/TransportMap.md")
        let blocks = page.components(separatedBy: "```")
        let example = try #require(blocks.count == 3 ? blocks[1] : nil)
        let program = try Self.text(
            "examples/edit-transport-map/Sources/edit-transport-map/main.swift"
        )
        #expect(program.contains(example.dropFirst("swift\n".count)))
    }
}
