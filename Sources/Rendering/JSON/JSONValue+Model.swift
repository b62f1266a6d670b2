import ProbeModel

extension JSONValue {
    /// Text from anywhere, made safe to print once more; `null` when unknown.
    static func text(_ text: String?) -> JSONValue {
        text.map { .string(SafeText.escape($0)) } ?? .null
    }

    /// A list of texts.
    static func texts(_ texts: some Sequence<String>) -> JSONValue {
        .array(texts.map { text($0) })
    }

    /// The stable name of a closed list's member; `null` when unknown.
    static func name(_ value: (some RawRepresentable<String>)?) -> JSONValue {
        text(value?.rawValue)
    }

    /// An address as text; `null` when unknown.
    static func address(_ address: IPAddress?) -> JSONValue { text(address?.description) }

    /// A whole number; `null` when unknown.
    static func number(_ number: (some BinaryInteger)?) -> JSONValue {
        number.map { .integer(Int64(clamping: $0)) } ?? .null
    }

    /// A duration in milliseconds; `null` when unknown.
    static func duration(_ duration: Duration?) -> JSONValue {
        duration.map { .milliseconds($0) } ?? .null
    }

    /// Seconds since 1970 as an RFC 3339 time; `null` when unknown or beyond what that can write.
    static func time(_ seconds: Int64?) -> JSONValue {
        text(seconds.flatMap { Timestamp(secondsSince1970: $0)?.description })
    }
}
