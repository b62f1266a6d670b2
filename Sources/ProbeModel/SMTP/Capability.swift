/// One line of an EHLO reply: a keyword and its parameters (RFC 5321 section 4.1.1.1).
public struct Capability: Hashable, Sendable {
    /// The keyword in capitals, such as `SIZE`.
    public let keyword: String

    /// What follows the keyword, split at spaces, safe to print.
    public let parameters: [String]

    /// Creates a capability.
    public init(keyword: String, parameters: [String] = []) {
        self.keyword = keyword
        self.parameters = parameters
    }
}
