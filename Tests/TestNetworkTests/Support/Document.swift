import Foundation
import ProcessTestSupport
import Testing

/// The JSON that a run printed.
@dynamicMemberLookup
struct Document: Hashable, Sendable, CustomStringConvertible {
    /// A JSON value.
    enum Value: Hashable, Sendable, Decodable {
        case null
        case bool(Bool)
        case number(Double)
        case text(String)
        case array([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([Value].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }
    }

    let value: Value

    init(parsing text: String) throws {
        value = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    private init(_ value: Value) { self.value = value }

    /// The member of an object by its name in camel case; what is not there is null.
    subscript(dynamicMember name: String) -> Document {
        let key = name.reduce(into: "") {
            $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1)
        }
        guard case .object(let members) = value else { return Document(.null) }
        return Document(members[key] ?? .null)
    }

    /// The elements of an array.
    var elements: [Document] {
        if case .array(let elements) = value { elements.map { Document($0) } } else { [] }
    }

    var text: String? { if case .text(let text) = value { text } else { nil } }
    var number: Double? { if case .number(let number) = value { number } else { nil } }
    var integer: Int? { number.flatMap { Int(exactly: $0) } }
    var isTrue: Bool { value == .bool(true) }
    var isNull: Bool { value == .null }
    var description: String { "\(value)" }
}

extension CaseRuns {
    /// The JSON that a case printed; what it says of its end must agree with its exit code.
    func document(of item: NetworkCase) async throws -> Document {
        let transcript = try await transcript(of: item)
        #expect(transcript.errors.isEmpty)
        #expect(!transcript.isOverdue)
        let document = try Document(parsing: transcript.output)
        #expect(document.exitCode.integer == transcript.status.map { Int($0) })
        return document
    }
}
