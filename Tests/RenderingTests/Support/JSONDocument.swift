import Foundation

/// Any JSON text, decoded by Foundation and so independent of the writer under test.
enum JSONDocument: Decodable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONDocument])
    case object([String: JSONDocument])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONDocument].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONDocument].self))
        }
    }

    /// Reads JSON text.
    init(parsing text: String) throws {
        self = try JSONDecoder().decode(JSONDocument.self, from: Data(text.utf8))
    }

    /// The value of a key of an object.
    subscript(key: String) -> JSONDocument? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The elements of a list.
    var elements: [JSONDocument] { if case .array(let elements) = self { elements } else { [] } }

    /// The text of a string.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// All strings, keys not included, at any depth.
    var strings: [String] {
        switch self {
        case .string(let text): return [text]
        case .array(let elements): return elements.flatMap(\.strings)
        case .object(let members): return members.values.flatMap(\.strings)
        case .null, .bool, .number: return []
        }
    }
}
