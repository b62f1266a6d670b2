import PostfixModel
import PostfixSystem
import ProbeModel
import TransportMap

/// The names that `relay_domains` lists, itself or in a table whose text can be read (postconf(5)).
struct RelayDomains {
    /// The names in their order, each once; patterns and what is excluded (`!`) are no names.
    private(set) var names: [DomainName] = []

    /// The tables and files that cannot be read, with the reason, safe to print.
    private(set) var faults: [String] = []

    /// Reads the list; blocks the calling thread.
    init(_ parameters: MainParameters, access tables: PostfixTables) {
        var seen: Set<DomainName> = []
        for item in parameters.list("relay_domains") where !item.hasPrefix("!") {
            switch RelayDomains.read(item, tables) {
            case .success(let found): names += found.filter { seen.insert($0).inserted }
            case .failure(let fault): faults.append("\(SafeText.escape(item)) \(fault.text)")
            }
        }
    }

    /// Why an item cannot be read, as a phrase that follows its name.
    private struct Fault: Error { let text: String }

    private static func read(
        _ item: String,
        _ tables: PostfixTables
    ) -> Result<[DomainName], Fault> {
        if item.hasPrefix("/") {
            switch tables.access.patternFile(item) {
            case .failed(let reason): return .failure(Fault(text: reason))
            case .text(let bytes): return .success(listed(in: bytes))
            }
        }
        guard item.contains(":") else { return .success([DomainName(item)].compactMap(\.self)) }
        switch tables.table(TableSpecification(item)).text {
        case nil: return .success([])
        case .failure(let fault): return .failure(Fault(text: "\(fault)"))
        case .success(let map):
            return .success(
                map.entries.compactMap {
                    DomainName(String(decoding: $0.pattern, as: UTF8.self))
                }
            )
        }
    }

    private static func listed(in bytes: [UInt8]) -> [DomainName] {
        String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n")
            .filter { !$0.drop { $0 == " " || $0 == "\t" }.hasPrefix("#") }
            .flatMap { $0.split { " \t,\r".contains($0) } }
            .compactMap { DomainName(String($0)) }
    }
}
