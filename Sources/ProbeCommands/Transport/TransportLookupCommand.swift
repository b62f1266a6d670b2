import ArgumentParser
import PostfixModel
import ProbeModel
import Rendering
import Settings
import TransportMap

/// What Postfix would do with mail, and which line of which file says so.
struct TransportLookupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Tell what Postfix would do with mail, and which line of which file says so.",
        discussion: """
            Decides as Postfix's own address resolver does: the class of the domain, relayhost and the like, then \
            transport_maps. Nothing is sent and nothing is changed.
            """
    )

    @Argument(help: ArgumentHelp("Addresses or domains.", valueName: "address|domain"))
    var subjects: [String]

    @Option(help: "How to write the answer: text or json.")
    var format: TransportFormat = .text

    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var postfix: PostfixOptions

    /// The longest subject that Postfix could be asked for, in bytes: RFC 5321 section 4.5.3.1 allows 64 and 255, and
    /// extensions and quotes add to that.
    private static let maximumLength = 1_024

    func run() async throws {
        guard !subjects.isEmpty else { throw CommandFailure.usage("name an address or a domain") }
        let settings = try SettingsReading.loadFile(configuration.config).settings
        let postfix = try await PostfixChoice.required(postfix.postfixConfig, settings)
        let names = try subjects.map(Self.read)
        let decisions = await postfix.decide(names.map(\.subject))
        let report = LookupReport(
            answers: zip(names, decisions).map { (subject: $0.shown, decision: $1) }
        )
        let text =
            format == .json ? report.json : report.text(options: TerminalText.options())
        guard Console.print(text) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }

    /// Whether a text has a local part, one `@` outside quotes, and a domain.
    private static func isAddress(_ text: String) -> Bool {
        guard let at = text.lastIndex(of: "@") else { return false }
        let local = text[..<at]
        let domain = text[text.index(after: at)...]
        let isQuoted = local.count > 1 && local.hasPrefix("\"") && local.hasSuffix("\"")
        return !local.isEmpty && !domain.isEmpty && (isQuoted || !local.contains("@"))
            && !domain.contains(" ")
    }

    /// An address as it is, `<>` for the null address, else a domain in any script.
    private static func read(_ text: String) throws -> (shown: String, subject: LookupSubject) {
        guard text.utf8.count <= maximumLength, !text.utf8.contains(where: { $0 < 32 || $0 == 127 })
        else { throw CommandFailure.usage("not an address or a domain: '\(text.prefix(80))'") }
        if text == "<>" { return (text, .address(text)) }
        if text.contains("@") {
            guard isAddress(text) else {
                throw CommandFailure.usage(
                    "not an address: '\(SafeText.escape(text))'",
                    hint: "an address is user@domain; a domain stands without @"
                )
            }
            return (text, .address(text))
        }
        let name = try SettingsReading.domain(text)
        return (name.ascii, .domain(name.ascii))
    }
}
