import FoundationEssentials
import Testing

@Suite("Fuzz inputs")
struct FuzzReplayTests {
    @Test("break no property of replies and sessions", arguments: FuzzInput.all(of: "ReplyFuzz"))
    func replies(_ input: FuzzInput) throws {
        #expect(try ReplyProperties.violation(of: input.bytes()) == nil)
    }

    @Test("break no property of names", arguments: FuzzInput.all(of: "NameFuzz"))
    func names(_ input: FuzzInput) throws {
        #expect(try NameProperties.violation(of: input.bytes()) == nil)
    }

    @Test("are there for every fuzzer", arguments: ["ReplyFuzz", "NameFuzz"])
    func seeds(fuzzer: String) {
        #expect(!FuzzInput.all(of: fuzzer).isEmpty)
    }
}

/// A file of a fuzzer's seed corpus, or one that made it fail once.
struct FuzzInput: CustomTestStringConvertible, Sendable {
    let path: String

    var testDescription: String { path.split(separator: "/").suffix(2).joined(separator: "/") }

    func bytes() throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path)))
    }

    static func all(of fuzzer: String) -> [FuzzInput] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return ["Corpus", "FailCases"].flatMap { folder in
            let path = tests.appending(path: "Fuzz/\(folder)/\(fuzzer)")
                .path(percentEncoded: false)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.filter { !$0.hasPrefix(".") }.sorted().map {
                FuzzInput(path: "\(path)/\($0)")
            }
        }
    }
}
