import ArgumentParser
import Rendering

/// When colours are used.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never
}

/// How text is laid out for whoever reads it: the terminal's width, what it can show, and colours where wanted.
enum TerminalText {
    /// The options for standard output.
    static func options(color: ColorChoice = .auto, isVerbose: Bool = false) -> TextOptions {
        let terminal = Console.terminalWidth
        let environment = Environment.all
        let isUTF8 =
            ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
            .map { $0.uppercased().contains("UTF-8") || $0.uppercased().contains("UTF8") } ?? false
        let usesColor: Bool
        switch color {
        case .always: usesColor = true
        case .never: usesColor = false
        // https://no-color.org: any value that is not empty counts.
        case .auto:
            usesColor =
                terminal != nil && (environment["NO_COLOR"] ?? "").isEmpty
                && environment["TERM"] != "dumb"
        }
        return TextOptions(
            width: environment["COLUMNS"].flatMap(Int.init) ?? terminal ?? 100,
            signs: isUTF8 ? .unicode : .ascii,
            color: usesColor,
            isVerbose: isVerbose
        )
    }
}
