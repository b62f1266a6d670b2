import ProbeModel

/// The sheet that the sections of a text report are laid out on.
///
/// Every section hands its words to ``text(_:_:)`` and so cannot print anything unsafe, and hands
/// its paragraphs to ``paragraph(_:label:lead:)`` and so shares one left edge.
struct Page: Sendable {
    /// The columns before the labels of a domain's sections.
    static let margin = 2

    /// The columns of a label such as `MX 10` or `Found`, with the gap after it.
    private static let gutter = 7

    /// The most subjects that one fact names: more push the fact itself out of sight.
    private static let maximumSubjects = 6

    /// The most Unicode scalars of a text that may quote a peer: a reply may have 64 KiB, a screen has not.
    private static let maximumQuote = 500

    let options: TextOptions
    let names: DisplayNames

    /// The columns before the body of a paragraph.
    let bodyStart: Int

    /// Creates a page whose labels include those given.
    init(options: TextOptions, names: DisplayNames, labels: [String] = []) {
        self.options = options
        self.names = names
        let widest = labels.map { DisplayWidth.of($0) + 2 }.max() ?? 0
        bodyStart = Page.margin + max(Page.gutter, widest)
    }

    /// Text from anywhere, safe to print on this page.
    func text(_ text: String, _ style: Style = .plain) -> StyledText {
        StyledText(text, style, isASCII: options.signs == .ascii)
    }

    /// A sign in its colour.
    func sign(_ mark: Mark) -> StyledText { text(options.signs.sign(mark), mark.style) }

    /// A domain as people write it, with the ASCII form behind it where that differs.
    func name(_ name: DomainName) -> String {
        guard options.signs == .unicode, let form = names.unicode(name) else { return name.ascii }
        return "\(form) (\(name.ascii))"
    }

    /// A name as DNS sent it, likewise.
    func name(_ name: DNSName) -> String {
        DomainName(name).map { self.name($0) } ?? name.description
    }

    /// Text of which a peer may have written the most, cut after about five lines; the JSON has all of it.
    func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > Page.maximumQuote else { return text }
        return String(scalars.prefix(Page.maximumQuote)) + options.signs.ellipsis
    }

    /// Names of things with commas; only the first few, and how many more, unless all is asked for.
    func enumeration(_ subjects: [String]) -> String {
        guard !options.isVerbose, subjects.count > Page.maximumSubjects + 1 else {
            return subjects.joined(separator: ", ")
        }
        let rest = subjects.count - Page.maximumSubjects
        return subjects.prefix(Page.maximumSubjects).joined(separator: ", ") + " and \(rest) more"
    }

    /// A paragraph of a domain: a label in the margin, a lead such as a sign or a number, and text that
    /// is wrapped beside them.
    func paragraph(
        _ body: StyledText,
        label: String = "",
        lead: StyledText = StyledText()
    )
        -> [StyledText]
    {
        var prefix = (.spaces(Page.margin) + text(label, .faint)).padded(to: bodyStart) + lead
        if !lead.isEmpty { prefix += .spaces(1) }
        return hanging(body, after: prefix, indent: prefix.width)
    }

    /// Text that begins after a prefix and goes on at an indent.
    func hanging(_ body: StyledText, after prefix: StyledText, indent: Int) -> [StyledText] {
        let width = min(options.width, TextOptions.proseWidth)
        let lines = LineWrapper(width: width - indent)
            .lines(body, firstWidth: width - prefix.width)
        return lines.enumerated().map { index, line in
            if index > 0 { return .spaces(indent) + line }
            return line.isEmpty ? prefix.trimmed : prefix + line
        }
    }

    /// A line to copy, which is never broken: the terminal may wrap it, and copying still gives it whole.
    func verbatim(_ line: String, indent: Int) -> StyledText { .spaces(indent) + text(line) }
}
