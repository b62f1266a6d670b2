extension MustacheTemplate {
    /// The largest output, in bytes: lists within lists could make far more of a small template.
    package static let maximumOutput = 262_144

    /// Fills values in.
    package func render(_ value: JSONValue) throws(MustacheError) -> String {
        var renderer = MustacheRenderer(stack: [value])
        try renderer.write(nodes)
        return renderer.output
    }
}

/// Writes the nodes of a template, with the values in sight.
struct MustacheRenderer {
    /// How many nodes are looked at: sections that write nothing must come to an end as well.
    private static let maximumSteps = 200_000

    /// The values in sight, the innermost last.
    var stack: [JSONValue]
    private(set) var output = ""
    private var size = 0
    private var steps = 0

    init(stack: [JSONValue]) { self.stack = stack }

    mutating func write(_ nodes: [MustacheNode]) throws(MustacheError) {
        for node in nodes {
            steps += 1
            guard steps <= MustacheRenderer.maximumSteps, size <= MustacheTemplate.maximumOutput
            else { throw MustacheError(line: 0, reason: "the output is too large") }
            switch node {
            case .text(let text): add(text)
            case .variable(let path, let escaping): add(variable(path, escaping))
            case .section(let path, let inner): try section(value(path), inner)
            case .inverted(let path, let inner): if value(path).isNothing { try write(inner) }
            }
        }
    }

    private mutating func add(_ text: String) {
        output += text
        size += text.utf8.count
    }

    private mutating func section(
        _ value: JSONValue,
        _ inner: [MustacheNode]
    ) throws(MustacheError) {
        if value.isNothing { return }
        let values = if case .array(let elements) = value { elements } else { [value] }
        for value in values {
            stack.append(value)
            try write(inner)
            stack.removeLast()
        }
    }

    private func variable(_ path: [String], _ escaping: MustacheNode.Escaping) -> String {
        if let last = path.last, last.hasSuffix("_json"), !isKnown(path) {
            let value = value(path.dropLast() + [String(last.dropLast("_json".count))])
            return JSONWriter.text(value, layout: .compact)
        }
        let text = value(path).plainText
        return escaping == .none ? text : Self.html(text)
    }

    /// Finds a name: its first part in the innermost value that has it, the others in what was found.
    private func find(_ path: [String]) -> JSONValue? {
        guard let first = path.first else { return stack.last }
        guard var found = stack.reversed().lazy.compactMap({ $0[first] }).first else { return nil }
        for part in path.dropFirst() {
            guard let inner = found[part] else { return nil }
            found = inner
        }
        return found
    }

    private func value(_ path: [String]) -> JSONValue { find(path) ?? .null }

    private func isKnown(_ path: [String]) -> Bool { find(path) != nil }

    private static func html(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: String(scalar)
            }
        }.joined()
    }
}

extension JSONValue {
    /// The value of a key; `nil` where this is no object or has no such key.
    fileprivate subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// What an inverted section is shown for: nothing, false, an empty list.
    fileprivate var isNothing: Bool {
        switch self {
        case .null, .bool(false): true
        case .array(let elements): elements.isEmpty
        default: false
        }
    }

    /// The value as text: a string as it is, nothing as nothing, anything else as JSON.
    fileprivate var plainText: String {
        switch self {
        case .null: ""
        case .string(let text): text
        default: JSONWriter.text(self, layout: .compact)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    /// Creates text that this program wrote.
    package init(stringLiteral text: String) { self = .string(text) }
}
