/// A JSON value whose objects keep the order of their keys (RFC 8259).
///
/// There is no floating-point case, so that no value can be infinite or not a number.
package indirect enum JSONValue: Hashable, Sendable {
    /// Unknown.
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case integer(Int64)
    /// A duration, written as a number of milliseconds with at least one decimal.
    case milliseconds(Duration)
    /// Text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// An object, in the order in which its keys are written.
    case object([Member])

    /// One key of an object and its value.
    package struct Member: Hashable, Sendable {
        /// The key.
        package let key: String
        /// The value.
        package let value: JSONValue

        /// Creates a member.
        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// Whether the value holds no object and no list within a list, and so reads well on one line.
    var isFlat: Bool {
        switch self {
        case .null, .bool, .integer, .milliseconds, .string: return true
        case .array(let elements): return elements.allSatisfy(\.isScalar)
        case .object(let members): return members.allSatisfy(\.value.isScalar)
        }
    }

    private var isScalar: Bool {
        switch self {
        case .null, .bool, .integer, .milliseconds, .string: return true
        case .array(let elements): return elements.isEmpty
        case .object(let members): return members.isEmpty
        }
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    /// Creates an object from keys and values in order.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }

    /// Creates a list.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
