/// Puts the tokens of a template together to a tree.
struct MustacheParser {
    private let tokens: [(token: MustacheToken, line: Int)]
    private var index = 0

    init(tokens: [(token: MustacheToken, line: Int)]) { self.tokens = tokens }

    mutating func parse() throws(MustacheError) -> [MustacheNode] {
        try nodes(in: nil, from: 0, depth: 0)
    }

    /// The nodes up to the end of the section that they are in.
    private mutating func nodes(
        in section: String?,
        from line: Int,
        depth: Int
    ) throws(MustacheError) -> [MustacheNode] {
        var nodes: [MustacheNode] = []
        while index < tokens.count {
            let (token, line) = tokens[index]
            index += 1
            switch token {
            case .text(let text): if !text.isEmpty { nodes.append(.text(text)) }
            case .variable(let name, let escaping):
                nodes.append(.variable(Self.path(name), escaping))
            case .comment: break
            case .open(let name, let isInverted):
                guard depth < MustacheTemplate.maximumDepth else {
                    throw MustacheError(line: line, reason: "sections lie too deep in each other")
                }
                let inner = try self.nodes(in: name, from: line, depth: depth + 1)
                let path = Self.path(name)
                nodes.append(isInverted ? .inverted(path, inner) : .section(path, inner))
            case .close(let name):
                guard name == section else {
                    throw MustacheError(line: line, reason: "/\(name) closes no open section")
                }
                return nodes
            }
        }
        guard let section else { return nodes }
        throw MustacheError(line: line, reason: "the section \(section) is not closed")
    }

    private static func path(_ name: String) -> [String] {
        name == "." ? [] : name.split(separator: ".").map(String.init)
    }
}
