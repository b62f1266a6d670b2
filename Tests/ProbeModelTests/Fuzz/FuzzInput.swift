import FoundationEssentials
import Testing

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
