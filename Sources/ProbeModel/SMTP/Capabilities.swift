/// What a server offers in its EHLO reply.
public struct Capabilities: Hashable, Sendable {
    /// The most capabilities that are kept of one reply; the longest lists in use have about forty.
    public static let maximumCount = 64

    /// The capabilities in the order offered.
    public let list: [Capability]

    /// The name by which the server calls itself in the first line, safe to print; `nil` when it gives none.
    public let serverName: String?

    /// Creates a list of capabilities.
    public init(_ list: [Capability] = [], serverName: String? = nil) {
        self.list = list
        self.serverName = serverName
    }

    /// Reads a positive EHLO reply: the first line is the server's name, each further one a capability.
    ///
    /// Empty lines, which some servers end with, and lines beyond ``maximumCount`` are left out.
    public init(ehloReply reply: Reply) {
        let words = reply.lines.first.map { $0.split(separator: UInt8(ascii: " ")) }
        serverName = words?.first.map { SafeText.escape($0) }
        var list: [Capability] = []
        for line in reply.lines.dropFirst() where list.count < Capabilities.maximumCount {
            if let capability = Capability(line: line) { list.append(capability) }
        }
        self.list = list
    }

    /// Whether a keyword is offered; case does not matter.
    public func offers(_ keyword: String) -> Bool {
        let keyword = keyword.uppercased()
        return list.contains { $0.keyword == keyword }
    }
}
