import ProbeModel
import Testing

@testable import Rendering

/// Whatever a peer, a resolver or a library puts into a report, the output controls no terminal.
@Suite struct HostileTests {
    private static let seeds = Array(UInt64(0)..<12)

    /// Nothing unsafe is printed, and no line is wider than the page, but for what is to be copied.
    @Test(arguments: seeds) func textIsSafeAndFits(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed)
        var report = hostile.report
        for index in report.domains[0].recommendations.indices {
            report.domains[0].recommendations[index].snippets = []
            report.domains[0].recommendations[index].alternative = nil
        }
        report.domains[0].recommendations.removeAll {
            $0.action == .setTransport || $0.action == .restoreTransport
        }
        for options in Self.options(seed) {
            let output = TextReport(options: options, displayNames: hostile.displayNames)
                .text(report)
            #expect(Self.unsafeScalars(output) == [], "\(options)")
            if options.signs == .ascii { #expect(output.utf8.allSatisfy { $0 < 128 }) }
            for line in output.split(separator: "\n")
            where DisplayWidth.of(line) > options.width {
                Issue.record("\(DisplayWidth.of(line)) > \(options.width): \(line)")
            }
        }
    }

    /// With colour on, what is left after taking our own SGR sequences away is the safe output without colour.
    @Test(arguments: seeds.prefix(6)) func colorOnlyAddsColor(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed)
        let (plain, colored) = try Self.outputs(hostile)
        #expect(Self.unsafeScalars(plain) == [])
        #expect(Self.withoutColor(colored).elementsEqual(plain.unicodeScalars))
        #expect(plain != colored)
    }

    @Test(arguments: seeds) func jsonIsSafe(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed)
        let json = JSONReport(displayNames: hostile.displayNames)
        #expect(Self.unsafeScalars(json.text(hostile.report)) == [])
        let compact = json.text(hostile.report, layout: .compact)
        #expect(Self.unsafeScalars(compact) == [])
        #expect(compact.utf8.count { $0 == UInt8(ascii: "\n") } == 1 && compact.hasSuffix("\n"))
        // Both layouts hold the same strings, so that it is enough to read one.
        let strings = try JSONDocument(parsing: compact).strings
        // Only lines to copy have line feeds, and there is one such text a recommendation.
        let broken = strings.count { $0.utf8.contains(UInt8(ascii: "\n")) }
        #expect(broken <= hostile.report.domains[0].recommendations.count)
        #expect(strings.flatMap { Self.unsafeScalars($0) } == [])
    }

    @Test(arguments: seeds.prefix(6)) func jsonFollowsTheSchema(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed, isOwnToo: false)
        let json = JSONReport(displayNames: hostile.displayNames).text(hostile.report)
        #expect(try Schema().problems(JSONDocument(parsing: json)) == [])
    }

    /// A width and a kind of signs per seed, with and without details.
    private static func options(_ seed: UInt64) -> [TextOptions] {
        let width = [40, 63, 100, 200][Int(seed % 4)]
        let signs = SignStyle.allCases[Int(seed / 4) % SignStyle.allCases.count]
        return [false, true].map { TextOptions(width: width, signs: signs, isVerbose: $0) }
    }

    /// The text without the SGR sequences that ``Style`` defines; any other stays.
    private static func withoutColor(_ text: String) -> [Unicode.Scalar] {
        let own = [0, 1, 2, 31, 32, 33, 35].map { Array("\u{1b}[\($0)m".unicodeScalars) }
        let scalars = Array(text.unicodeScalars)
        var kept: [Unicode.Scalar] = []
        var index = 0
        while index < scalars.count {
            let sequence =
                scalars[index] == "\u{1b}"
                ? own.first { scalars[index...].starts(with: $0) } : nil
            if sequence == nil { kept.append(scalars[index]) }
            index += sequence?.count ?? 1
        }
        return kept
    }

    private static func outputs(_ hostile: HostileReport) throws -> (String, String) {
        let outputs = [false, true].map { color in
            TextReport(
                options: TextOptions(color: color, isVerbose: true),
                displayNames: hostile.displayNames
            ).text(hostile.report)
        }
        return (outputs[0], outputs[1])
    }

    /// Everything but line feeds that could steer a terminal or hide or reorder text.
    private static func unsafeScalars(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            if (0x20...0x7e).contains(scalar.value) { return false }
            switch scalar.properties.generalCategory {
            case .control: return scalar != "\n"
            case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                .unassigned:
                return true
            default: return false
            }
        }
    }
}
