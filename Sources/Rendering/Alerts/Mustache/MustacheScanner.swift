/// Cuts a template into tags and text, line by line.
struct MustacheScanner {
    private let source: String
    private var line = 1
    private var tokens: [(token: MustacheToken, line: Int)] = []

    init(_ source: String) { self.source = source }

    /// The tokens and the lines they begin on.
    mutating func scan() throws(MustacheError) -> [(token: MustacheToken, line: Int)] {
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            add(text: rest[..<open.lowerBound])
            rest = rest[open.upperBound...]
            let isTriple = rest.first == "{"
            guard let close = rest.firstRange(of: isTriple ? "}}}" : "}}") else {
                throw MustacheError(line: line, reason: "a tag is not closed")
            }
            let content = String(
                rest[
                    (isTriple ? rest.index(after: rest.startIndex) : rest.startIndex)..<close
                        .lowerBound
                ]
            )
            tokens.append((try token(content, isTriple: isTriple), line))
            line += content.count { $0.isNewline }
            rest = rest[close.upperBound...]
        }
        add(text: rest)
        return Self.withoutStandalone(tokens)
    }

    /// Text ends at each line break, so that what stands alone on a line is seen.
    private mutating func add(text: Substring) {
        var rest = text
        while let index = rest.firstIndex(where: { $0 == "\n" || $0 == "\r\n" }) {
            tokens.append((.text(String(rest[...index])), line))
            line += 1
            rest = rest[rest.index(after: index)...]
        }
        if !rest.isEmpty { tokens.append((.text(String(rest)), line)) }
    }

    private func token(_ content: String, isTriple: Bool) throws(MustacheError) -> MustacheToken {
        if isTriple { return .variable(try name(content), .none) }
        let rest = String(content.dropFirst())
        switch content.first {
        case "!": return .comment
        case "#": return .open(try name(rest), isInverted: false)
        case "^": return .open(try name(rest), isInverted: true)
        case "/": return .close(try name(rest))
        case "&": return .variable(try name(rest), .none)
        case ">", "=", "<", "$":
            throw MustacheError(
                line: line,
                reason: "partials, blocks and other delimiters are not supported"
            )
        default: return .variable(try name(content), .html)
        }
    }

    /// A name: letters, digits, `_` and `-`, joined by dots, or a single dot for the element itself.
    private func name(_ text: String) throws(MustacheError) -> String {
        let words = text.split { $0.isWhitespace }
        guard words.count == 1, let name = words.first,
            name == "." || !name.hasPrefix(".") && !name.hasSuffix(".") && !name.contains(".."),
            name.utf8.allSatisfy({ byte in
                switch byte {
                case 48...57, 65...90, 97...122, 45, 46, 95: true
                default: false
                }
            })
        else { throw MustacheError(line: line, reason: "a tag has no proper name") }
        return String(name)
    }

    /// Takes away the rest of lines that hold one section or comment tag and nothing else.
    private static func withoutStandalone(
        _ tokens: [(token: MustacheToken, line: Int)]
    ) -> [(token: MustacheToken, line: Int)] {
        var kept = tokens
        for index in tokens.indices where tokens[index].token.vanishesAlone {
            let before = index > 0 ? tokens[index - 1].token : .text("\n")
            let after = index + 1 < tokens.count ? tokens[index + 1].token : .text("\n")
            let startsLine =
                before.endsLine || before.isBlank && (index < 2 || tokens[index - 2].token.endsLine)
            guard startsLine, after.isBlankToEnd || after.isBlank && index + 2 == tokens.count
            else { continue }
            if index > 0, before.isBlank, !before.endsLine { kept[index - 1].token = .text("") }
            if index + 1 < tokens.count { kept[index + 1].token = .text("") }
        }
        return kept
    }
}

extension MustacheToken {
    private var string: String? { if case .text(let text) = self { text } else { nil } }

    /// Whether the token is text that ends a line.
    fileprivate var endsLine: Bool { string?.last?.isNewline ?? false }

    /// Whether it is spaces and tabs alone.
    fileprivate var isBlank: Bool { string?.allSatisfy { $0 == " " || $0 == "\t" } ?? false }

    /// Whether it is spaces and tabs up to the end of the line.
    fileprivate var isBlankToEnd: Bool {
        guard let string, endsLine else { return false }
        return string.dropLast().allSatisfy { $0 == " " || $0 == "\t" }
    }
}
