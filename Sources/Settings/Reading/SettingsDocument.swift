import ProbeModel
internal import Yams

/// The YAML tree of a settings file, with no parts of YAML that a settings file has no use for.
enum SettingsDocument {
    /// How many duplicate keys are looked for before giving up on the rest of the file.
    private static let maximumDuplicates: UInt32 = 20

    /// How far apart the stand-ins of the letters of one duplicate and of the next are: all of ASCII.
    private static let duplicateStride: UInt32 = 0x80

    /// Parses a text; `nil` for a file without content, or when the mistake keeps it from being read at all.
    static func parse(_ text: String, mistakes: MistakeList) -> Node? {
        var text = text
        for number in 0..<maximumDuplicates {
            do {
                return try compose(text, mistakes)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let key = keys.first ?? ""
                guard let renamed = rename(key, number, at: context.mark, in: text) else {
                    let message = "the key '\(OptionError.cut(key))' is given twice"
                    mistakes.add(.duplicateKey, message, at: Position(context.mark))
                    return nil
                }
                text = renamed
            } catch {
                add(error, text: text, to: mistakes)
                return nil
            }
        }
        mistakes.add(.limit, "\(maximumDuplicates) keys or more are given twice", at: .start)
        return nil
    }

    private static func compose(_ text: String, _ mistakes: MistakeList) throws -> Node? {
        // Without rules nothing is guessed from the look of a value; the encoding is given because
        // the parser else takes it from the environment and prints that to stdout.
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        let root = try parser.singleRoot()
        // The parser owns the anchors, and the nodes only borrow them.
        return withExtendedLifetime(parser) {
            guard let root, isPlain(root, mistakes) else { return nil }
            return root
        }
    }

    /// Refuses anchors, aliases and tags; does not look below an anchor, so that a tree of aliases is not walked.
    ///
    /// - Returns: whether the tree is free of anchors, and so as small as the text.
    private static func isPlain(_ node: Node, _ mistakes: MistakeList) -> Bool {
        if node.anchor != nil {
            mistakes.add(
                .syntax,
                "anchors and aliases are not read here",
                at: Position(node),
                suggestion: "write the value out"
            )
            return false
        }
        switch node {
        case .scalar(let scalar):
            refuseTag(scalar.tag, at: Position(node), mistakes)
            return true
        case .sequence(let sequence):
            refuseTag(sequence.tag, at: Position(node), mistakes)
            return sequence.reduce(true) { isPlain($1, mistakes) && $0 }
        case .mapping(let mapping):
            refuseTag(mapping.tag, at: Position(node), mistakes)
            return mapping.reduce(true) { result, pair in
                let isKeyPlain = isPlain(pair.key, mistakes)
                return isPlain(pair.value, mistakes) && isKeyPlain && result
            }
        case .alias: return true
        }
    }

    private static func refuseTag(_ tag: Tag, at position: Position, _ mistakes: MistakeList) {
        let ordinary: [Tag.Name] = [.implicit, .nonSpecific, .str, .seq, .map]
        guard !ordinary.map(\.rawValue).contains(tag.rawValue) else { return }
        mistakes.add(.syntax, "YAML tags are not read here", at: position)
    }

    /// The key as it is in the file, when it was renamed because it is given again below.
    static func originalOfRenamed(_ key: String) -> String? {
        guard let first = key.unicodeScalars.first, SettingsText.reserved.contains(first.value),
            let original = Unicode.Scalar(
                (first.value - SettingsText.reserved.lowerBound) % duplicateStride
            )
        else { return nil }
        return String(original) + String(String.UnicodeScalarView(key.unicodeScalars.dropFirst()))
    }

    /// Gives the first of two equal keys a stand-in for its first letter, so that the rest of the file can be read.
    private static func rename(
        _ key: String,
        _ number: UInt32,
        at mark: Mark,
        in text: String
    ) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        var scalars = Array(lines[mark.line - 1].unicodeScalars)
        var start = mark.column - 1
        if scalars.indices.contains(start), scalars[start] == "\"" || scalars[start] == "'" {
            start += 1
        }
        let name = Array(key.unicodeScalars)
        guard let first = name.first, first.isASCII, start + name.count <= scalars.count,
            Array(scalars[start..<start + name.count]) == name,
            let replacement = Unicode.Scalar(
                SettingsText.reserved.lowerBound + number * duplicateStride + first.value
            )
        else { return nil }
        scalars[start] = replacement
        lines[mark.line - 1] = String(String.UnicodeScalarView(scalars))
        return lines.joined(separator: "\n")
    }

    private static func add(_ error: any Error, text: String, to mistakes: MistakeList) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _):
            let circumstances = context.map { " \($0.text)" } ?? ""
            // What is never closed is found at the end of the file; where it was opened says more.
            let place = isEnd(mark, of: text) ? context?.mark ?? mark : mark
            mistakes.add(
                .syntax,
                "not valid YAML: \(problem)\(circumstances)",
                at: Position(place),
                suggestion: advice(context?.text ?? "", scalar(at: mark, in: text))
            )
        case YamlError.composer(let context, let problem, let mark, _):
            let circumstances = context.map { "\($0.text) " } ?? ""
            mistakes.add(.syntax, "not valid YAML: \(circumstances)\(problem)", at: Position(mark))
        default:
            mistakes.add(.syntax, "not valid YAML", at: .start)
        }
    }

    /// Whether nothing but white space follows a mark.
    private static func isEnd(_ mark: Mark, of text: String) -> Bool {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return true }
        let rest = lines[mark.line - 1].dropFirst(mark.column - 1)
        return ([rest] + lines[mark.line...]).allSatisfy {
            $0.allSatisfy(\.properties.isWhitespace)
        }
    }

    private static func scalar(at mark: Mark, in text: String) -> Unicode.Scalar? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1).first
    }

    private static func advice(_ context: String, _ culprit: Unicode.Scalar?) -> String? {
        if culprit == "\t" { return "indent with spaces, not tabs" }
        let isUnquoted =
            context.contains("next token")
            && culprit.map { "@`%".unicodeScalars.contains($0) } == true
        if isUnquoted || context.contains("alias") || context.contains("anchor") {
            return "put a value that begins with '*', '&', '@', '%' or '`' in quotes"
        }
        return nil
    }
}
