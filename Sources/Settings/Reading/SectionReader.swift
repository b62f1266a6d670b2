internal import Yams

/// Reads the keys of one mapping; what is not asked for is unknown.
final class SectionReader {
    /// Where the section is, as `dns`; empty for the file as a whole.
    let path: String
    /// Where the section begins.
    let position: Position
    /// Where mistakes go.
    let mistakes: MistakeList

    private var entries: [String: (key: Node, value: Node)] = [:]
    private var known: [String] = []

    /// Creates a reader, adding the keys that are no text or given twice to the mistakes.
    init(_ mapping: Node.Mapping, position: Position, path: String, mistakes: MistakeList) {
        self.path = path
        self.position = position
        self.mistakes = mistakes
        var repeated: [(name: String, position: Position)] = []
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                mistakes.add(.wrongType, "a key must be text", at: Position(key))
                continue
            }
            if let original = SettingsDocument.originalOfRenamed(scalar.string) {
                repeated.append((original, Position(key)))
            } else {
                entries[scalar.string] = (key, value)
            }
        }
        for first in repeated { report(first.name, first.position) }
    }

    /// The path of a key in this section.
    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Where a key is; where the section begins when it is not given.
    func position(of key: String) -> Position {
        entries[key].map { Position($0.key) } ?? position
    }

    /// Whether a key has a value, right or wrong.
    func isGiven(_ key: String) -> Bool {
        guard let entry = entries[key] else { return false }
        return !ValueReader(node: entry.value, path: path(of: key), mistakes: mistakes).isNull
    }

    /// Reads a key into a variable, which keeps its value when the key is not given, empty or wrong.
    func read<Value>(_ key: String, into target: inout Value, _ read: (ValueReader) -> Value?) {
        if let value = optional(key, read) { target = value }
    }

    /// Reads a key into an optional variable.
    func read<Value>(_ key: String, into target: inout Value?, _ read: (ValueReader) -> Value?) {
        if let value = optional(key, read) { target = value }
    }

    /// Reads a key; `nil` when it is not given, empty or wrong.
    func optional<Value>(_ key: String, _ read: (ValueReader) -> Value?) -> Value? {
        known.append(key)
        guard let entry = entries[key] else { return nil }
        let reader = ValueReader(node: entry.value, path: path(of: key), mistakes: mistakes)
        return reader.isNull ? nil : read(reader)
    }

    /// Reads a key that must be given.
    func required<Value>(_ key: String, _ read: (ValueReader) -> Value?) -> Value? {
        known.append(key)
        guard let entry = entries[key] else {
            mistakes.add(.missingKey, "'\(path(of: key))' is missing", at: position)
            return nil
        }
        return read(ValueReader(node: entry.value, path: path(of: key), mistakes: mistakes))
    }

    /// Adds the keys that nobody asked for to the mistakes.
    func refuseUnknownKeys() {
        let unknown = entries.filter { !known.contains($0.key) }
        for (name, entry) in unknown.sorted(by: { Position($0.value.key) < Position($1.value.key) })
        {
            let shown = OptionError.cut(path(of: name))
            let nearest = Suggestion.nearest(to: name, among: known)
            let suggestion = nearest.map { "did you mean '\($0)'?" }
            mistakes.add(
                .unknownKey,
                "unknown key '\(shown)'",
                at: Position(entry.key),
                suggestion: suggestion ?? "the keys here are \(known.joined(separator: ", "))"
            )
        }
    }

    /// Reports the second place of a key whose first place was renamed.
    private func report(_ name: String, _ first: Position) {
        mistakes.add(
            .duplicateKey,
            "the key '\(OptionError.cut(path(of: name)))' is given twice",
            at: position(of: name),
            suggestion: "it is also given at line \(first.line), column \(first.column)"
        )
    }
}
