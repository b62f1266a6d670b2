/// One line of an EHLO reply: a keyword and its parameters (RFC 5321 section 4.1.1.1).
public struct Capability: Hashable, Sendable {
    /// The most parameters that are kept; AUTH, the longest in use, names about ten mechanisms.
    public static let maximumParameters = 64

    /// The keyword in capitals, such as `SIZE`, safe to print.
    public let keyword: String

    /// What follows the keyword, split at spaces, safe to print.
    public let parameters: [String]

    /// Creates a capability.
    public init(keyword: String, parameters: [String] = []) {
        self.keyword = keyword
        self.parameters = parameters
    }

    /// Reads one line's text; `nil` when it is blank.
    ///
    /// The keyword ends at a blank or, as in the `AUTH=LOGIN` of old servers, at an equals sign.
    /// Only ASCII letters are made capitals, so that no other letter can turn into a known keyword.
    public init?(line: [UInt8]) {
        let text = line.drop(while: Capability.isBlank)
        let keyword = text.prefix { !Capability.isBlank($0) && $0 != UInt8(ascii: "=") }
        guard !keyword.isEmpty else { return nil }
        self.keyword = Capability.capitals(keyword)
        let rest = text.dropFirst(keyword.count).drop { $0 == UInt8(ascii: "=") }
            .drop(while: Capability.isBlank)
        guard !rest.isEmpty else {
            parameters = []
            return
        }
        parameters = rest.split(
            maxSplits: Capability.maximumParameters,
            whereSeparator: Capability.isBlank
        )
        .prefix(Capability.maximumParameters).map { SafeText.escape($0) }
    }

    private static func capitals(_ keyword: ArraySlice<UInt8>) -> String {
        let small = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard keyword.contains(where: small.contains) else { return SafeText.escape(keyword) }
        return SafeText.escape(keyword.map { small.contains($0) ? $0 - 32 : $0 })
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
