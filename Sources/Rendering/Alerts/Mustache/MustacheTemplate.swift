/// A body template: the part of Mustache that only fills in values.
///
/// Variables, sections, inverted sections, comments and dotted names, as mustache(5) has them. Values are
/// escaped for HTML, or not at all in three braces; a name with `_json` behind it writes the value as JSON,
/// quotes included, which is what nearly every webhook needs. Partials, lambdas and other delimiters are refused.
package struct MustacheTemplate: Hashable, Sendable {
    /// The largest template, in bytes: bodies of webhooks are far smaller.
    package static let maximumSize = 65_536
    /// How deep sections may lie in each other; the values are four levels deep.
    package static let maximumDepth = 8

    let nodes: [MustacheNode]

    /// Reads a template.
    package init(_ source: String) throws(MustacheError) {
        guard source.utf8.count <= MustacheTemplate.maximumSize else {
            throw MustacheError(
                line: 0,
                reason: "the template is larger than \(MustacheTemplate.maximumSize) bytes"
            )
        }
        var scanner = MustacheScanner(source)
        var parser = MustacheParser(tokens: try scanner.scan())
        nodes = try parser.parse()
    }
}
