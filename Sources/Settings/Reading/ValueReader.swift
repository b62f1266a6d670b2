internal import ProbeModel
internal import Yams

/// Reads one value of a settings file, adding to the mistakes when it is not what it should be.
struct ValueReader {
    /// The value.
    let node: Node
    /// Where it is, as `dns.resolvers[0]`.
    let path: String
    /// Where mistakes go.
    let mistakes: MistakeList
    /// Whether messages may repeat the value.
    var isSecret = false

    /// What messages call it.
    private var subject: String { path.isEmpty ? "the file" : "'\(path)'" }

    /// Whether nothing is given: no value, `null` or `~`.
    var isNull: Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// Whether it is a list without items.
    var isEmptyList: Bool {
        guard case .sequence(let sequence) = node else { return false }
        return sequence.isEmpty
    }

    /// Any text; a plain `true` or `false` is none, because it was hardly meant as text.
    func text() -> String? {
        guard case .scalar(let scalar) = node, !isNull else { return wrongType("text") }
        if scalar.style == .plain, ["true", "false"].contains(scalar.string.lowercased()) {
            return wrongType("text", suggestion: "put it in quotes if it is meant as text")
        }
        return scalar.string
    }

    /// `true` or `false`.
    func boolean() -> Bool? {
        switch plainText() {
        case "true"?: return true
        case "false"?: return false
        case let other?:
            let meanings = ["yes": "true", "on": "true", "true": "true"]
            let opposites = ["no": "false", "off": "false", "false": "false"]
            let word = meanings[other.lowercased()] ?? opposites[other.lowercased()]
            return wrongType("true or false", suggestion: word.map { "write \($0)" })
        case nil: return wrongType("true or false")
        }
    }

    /// A whole number in a range.
    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let text = plainText(), let number = Int(text), text.utf8.first != UInt8(ascii: "+")
        else { return wrongType("a whole number") }
        guard range.contains(number) else {
            return bad("must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A length of time in a range.
    func duration(in range: ClosedRange<Duration>) -> Duration? {
        guard let text = text() else { return nil }
        guard let duration = DurationText.read(text) else {
            return bad("must be a duration", suggestion: DurationText.example)
        }
        guard range.contains(duration) else {
            let lower = DurationText.text(range.lowerBound)
            return bad("must be from \(lower) to \(DurationText.text(range.upperBound))")
        }
        return duration
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = text() else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        let nearest = Suggestion.nearest(to: text, among: words).map { "did you mean '\($0)'?" }
        let rule = words.count == 1 ? "must be " : "must be one of "
        return bad(rule + words.joined(separator: ", "), suggestion: nearest)
    }

    /// A domain name.
    func name(_ readName: NameReader) -> DomainName? {
        guard let text = text() else { return nil }
        do {
            return try readName.read(text)
        } catch {
            mistakes.add(.badValue, "'\(path)': \(error)", at: Position(node))
            return nil
        }
    }

    /// Anything that reads itself from text.
    func parsed<Value: LosslessStringConvertible>(
        _ what: String,
        suggestion: String? = nil
    ) -> Value? {
        guard let text = text() else { return nil }
        return Value(text) ?? bad("must be \(what)", suggestion: suggestion)
    }

    /// Text of 1 to 64 characters that a log line can hold: letters, digits and `-_.:@+`, and spaces within.
    func shortText() -> String? {
        guard let text = text() else { return nil }
        let isFit =
            (1...64).contains(text.unicodeScalars.count) && text.first != " " && text.last != " "
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || (48...57).contains(scalar.value)
                    || "-_.:@+ ".unicodeScalars.contains(scalar)
            }
        return isFit ? text : bad("must be 1 to 64 letters, digits, spaces or -_.:@+")
    }

    /// An absolute path.
    func absolutePath() -> String? {
        guard let text = text() else { return nil }
        guard text.hasPrefix("/"), !text.contains("\0"), text.utf8.count < 4_096 else {
            return bad("must be an absolute path")
        }
        return text
    }

    /// A list, each item read by a closure that adds its own mistakes.
    ///
    /// - Returns: the items that could be read, each once; `nil` when this is no list.
    func list<Item: Hashable>(atMost limit: Int, _ read: (ValueReader) -> Item?) -> [Item]? {
        guard case .sequence(let sequence) = node else {
            return wrongType("a list", suggestion: bracket)
        }
        guard sequence.count <= limit else { return bad("must hold at most \(limit) items") }
        var seen: Set<Item> = []
        return sequence.enumerated().compactMap { index, item in
            read(ValueReader(node: item, path: "\(path)[\(index)]", mistakes: mistakes))
        }.filter { seen.insert($0).inserted }
    }

    /// A mapping, its keys read by a closure; keys that the closure does not ask for are unknown.
    func section<Value>(_ read: (SectionReader) -> Value?) -> Value? {
        guard case .mapping(let mapping) = node else { return wrongType("a mapping of keys") }
        let section = SectionReader(
            mapping,
            position: Position(node),
            path: path,
            mistakes: mistakes
        )
        let value = read(section)
        section.refuseUnknownKeys()
        return value
    }

    /// Adds the mistake of a value that cannot be meant.
    func bad<Value>(_ rule: String, suggestion: String? = nil) -> Value? {
        mistakes.add(
            .badValue,
            "\(subject) \(rule)\(quotedText.map { ", not \($0)" } ?? "")",
            at: Position(node),
            suggestion: suggestion
        )
        return nil
    }

    private func wrongType<Value>(_ type: String, suggestion: String? = nil) -> Value? {
        let isContainer = type.hasPrefix("a list") || type.hasPrefix("a mapping")
        let given: String?
        switch node {
        case .scalar: given = isNull ? "empty" : isContainer ? "text" : quotedText
        case .sequence: given = "a list"
        case .mapping: given = "a mapping"
        case .alias: given = "an alias"
        }
        mistakes.add(
            .wrongType,
            "\(subject) must be \(type)\(given.map { ", not \($0)" } ?? "")",
            at: Position(node),
            suggestion: suggestion
        )
        return nil
    }

    private var bracket: String? {
        if case .scalar = node, !isNull { return "write it in brackets" }
        return nil
    }

    private func plainText() -> String? {
        guard case .scalar(let scalar) = node, scalar.style == .plain, !isNull else { return nil }
        return scalar.string
    }

    /// The value for a message; `nil` for secrets and for what is no text.
    private var quotedText: String? {
        guard !isSecret, case .scalar(let scalar) = node else { return nil }
        return OptionError.quote(scalar.string)
    }
}
