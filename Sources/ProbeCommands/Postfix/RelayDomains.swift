import PostfixModel
import PostfixSystem
import ProbeModel
import TransportMap

/// The names that `relay_domains` lists, itself or in a table whose text can be read (postconf(5)).
struct RelayDomains {
    /// The names in their order, each once; patterns and what is excluded (`!`) are no names.
    let names: [DomainName]

    /// Reads the list; blocks the calling thread.
    init(_ parameters: MainParameters, access tables: PostfixTables) {
        var seen: Set<DomainName> = []
        names = parameters.list("relay_domains")
            .flatMap { RelayDomains.names(of: $0, tables) }
            .filter { seen.insert($0).inserted }
    }

    private static func names(of item: String, _ tables: PostfixTables) -> [DomainName] {
        if item.hasPrefix("!") { return [] }
        if item.hasPrefix("/") {
            guard case .text(let bytes) = tables.access.patternFile(item) else { return [] }
            return String(decoding: bytes, as: UTF8.self)
                .split(separator: "\n")
                .filter { !$0.drop { $0 == " " || $0 == "\t" }.hasPrefix("#") }
                .flatMap { $0.split { " \t,\r".contains($0) } }
                .compactMap { DomainName(String($0)) }
        }
        guard item.contains(":") else { return [DomainName(item)].compactMap(\.self) }
        guard let map = try? tables.table(TableSpecification(item)).text?.get() else { return [] }
        return map.entries.compactMap { DomainName(String(decoding: $0.pattern, as: UTF8.self)) }
    }
}
