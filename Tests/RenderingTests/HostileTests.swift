import ProbeModel
import Testing

@testable import Rendering

/// Whatever a peer, a resolver or a library puts into a report, the output controls no terminal.
@Suite struct HostileTests {
    private static let seeds = Array(UInt64(0)..<24)

    @Test(arguments: seeds) func textIsSafe(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed)
        for options in Self.options(seed) {
            let output = TextReport(options: options, displayNames: hostile.displayNames)
                .text(hostile.report)
            #expect(Self.unsafeScalars(output) == [], "\(options)")
            if options.signs == .ascii { #expect(output.utf8.allSatisfy { $0 < 128 }) }
        }
    }

    /// With colour on, what is left after taking our own SGR sequences away is the output without colour.
    @Test(arguments: seeds) func colorOnlyAddsColor(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed)
        let (plain, colored) = try Self.outputs(hostile)
        let sgr = /\u{1b}\[(0|1|2|31|32|33|35)m/.matchingSemantics(.unicodeScalar)
        let stripped = colored.replacing(sgr, with: "")
        #expect(stripped.unicodeScalars.elementsEqual(plain.unicodeScalars))
        #expect(plain != colored)
    }

    /// No line is wider than the page, but for the entry that is to be copied.
    @Test(arguments: seeds) func linesFit(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed)
        var report = hostile.report
        report.domains[0].recommendations.removeAll { $0.action == .setTransport }
        for options in Self.options(seed) {
            let output = TextReport(options: options, displayNames: hostile.displayNames)
                .text(report)
            for line in output.split(separator: "\n")
            where DisplayWidth.of(line) > options.width {
                Issue.record("\(DisplayWidth.of(line)) > \(options.width): \(line)")
            }
        }
    }

    @Test(arguments: seeds) func jsonIsSafe(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed)
        let json = JSONReport(displayNames: hostile.displayNames)
        for layout in [JSONWriter.Layout.pretty, .compact] {
            let output = json.text(hostile.report, layout: layout)
            #expect(Self.unsafeScalars(output) == [])
            let strings = try JSONDocument(parsing: output).strings
            #expect(strings.flatMap { Self.unsafeScalars($0) } == [])
            #expect(strings.allSatisfy { !$0.contains("\n") })
        }
        let compact = json.text(hostile.report, layout: .compact)
        #expect(compact.utf8.count { $0 == UInt8(ascii: "\n") } == 1 && compact.hasSuffix("\n"))
    }

    @Test(arguments: seeds) func jsonFollowsTheSchema(_ seed: UInt64) throws {
        let hostile = try HostileReport(seed: seed, isOwnToo: false)
        let json = JSONReport(displayNames: hostile.displayNames).text(hostile.report)
        #expect(try Schema().problems(JSONDocument(parsing: json)) == [])
    }

    /// A width per seed, with both kinds of signs and with and without details.
    private static func options(_ seed: UInt64) -> [TextOptions] {
        let width = [40, 63, 100, 200][Int(seed % 4)]
        return SignStyle.allCases.flatMap { signs in
            [false, true].map { TextOptions(width: width, signs: signs, isVerbose: $0) }
        }
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
