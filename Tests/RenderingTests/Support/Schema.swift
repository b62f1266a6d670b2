import Foundation

/// The JSON Schema of the repository, and a check of documents against its structure.
///
/// Knows the keywords that the schema uses, except those on the inside of strings; the whole of
/// draft 2020-12 is checked by python3-jsonschema in ``SchemaTests``.
struct Schema {
    static let url = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Sources/Rendering/mxprobe.diagnosis-1.schema.json")

    let root: JSONDocument

    init() throws {
        root = try JSONDocument(parsing: String(contentsOf: Schema.url, encoding: .utf8))
    }

    /// A definition by name.
    func definition(_ name: String) -> JSONDocument? { root["$defs"]?[name] }

    /// The strings of a definition's `enum`.
    func names(_ definition: String) -> [String] {
        self.definition(definition)?["enum"]?.elements.compactMap(\.text) ?? []
    }

    /// What is wrong with a document, each with its place.
    func problems(_ document: JSONDocument) -> [String] { problems(document, root, "$") }

    private func problems(
        _ value: JSONDocument,
        _ schema: JSONDocument,
        _ place: String
    )
        -> [String]
    {
        if let name = schema["$ref"]?.text?.split(separator: "/").last {
            guard let target = definition(String(name)) else { return ["\(place): no \(name)"] }
            return problems(value, target, place)
        }
        if let choices = schema["anyOf"]?.elements {
            let isOne = choices.contains { problems(value, $0, place).isEmpty }
            return isOne ? [] : ["\(place): none of the alternatives"]
        }
        if let constant = schema["const"] {
            return value == constant ? [] : ["\(place): not the constant"]
        }
        if let names = schema["enum"]?.elements {
            return names.contains(value) ? [] : ["\(place): \(value) is not in the enum"]
        }
        guard types(schema).contains(where: { matches(value, $0) }) else {
            return ["\(place): \(value) is none of \(types(schema))"]
        }
        switch value {
        case .array(let elements):
            guard let items = schema["items"] else { return ["\(place): no items"] }
            return elements.enumerated().flatMap { problems($1, items, "\(place)[\($0)]") }
        case .object(let members): return problems(members, schema, place)
        default: return []
        }
    }

    private func problems(
        _ members: [String: JSONDocument],
        _ schema: JSONDocument,
        _ place: String
    ) -> [String] {
        let required = schema["required"]?.elements.compactMap(\.text) ?? []
        let missing = required.filter { members[$0] == nil }.map { "\(place): no \($0)" }
        return missing
            + members.flatMap { key, value in
                schema["properties"]?[key].map { problems(value, $0, "\(place).\(key)") }
                    ?? ["\(place): \(key) is not in the schema"]
            }
    }

    private func types(_ schema: JSONDocument) -> [String] {
        schema["type"]?.text.map { [$0] } ?? schema["type"]?.elements.compactMap(\.text) ?? []
    }

    private func matches(_ value: JSONDocument, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"),
            (.object, "object"), (.number, "number"):
            return true
        case (.number(let number), "integer"): return number == number.rounded()
        default: return false
        }
    }
}
