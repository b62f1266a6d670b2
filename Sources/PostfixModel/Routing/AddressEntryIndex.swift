import ProbeModel
import TransportMap

/// The entries for single addresses, by domain, as Postfix finds them: the first in the order of tables and lines.
struct AddressEntryIndex: Sendable {
    private let entries: [[UInt8]: [Entry]]

    private struct Entry: Sendable {
        let address: [UInt8]
        let result: [UInt8]
        let place: FilePlace?
    }

    init(_ tables: [RouteTable]) {
        var entries: [[UInt8]: [Entry]] = [:]
        var seen: Set<[UInt8]> = []
        for table in tables {
            guard let map = table.map else { continue }
            let unicode = map.dialect.requiresUTF8
            let file = table.specification.sourcePath
            for entry in map.entries {
                guard let at = entry.pattern.lastIndex(of: UInt8(ascii: "@")),
                    at > entry.pattern.startIndex
                else { continue }
                let key = CaseFolding.fold(entry.pattern[...], unicode: unicode)
                guard seen.insert(key).inserted,
                    let end = key.lastIndex(of: UInt8(ascii: "@"))
                else { continue }
                let place = file.map { FilePlace(file: $0, line: entry.lines.lowerBound) }
                let found = Entry(address: key, result: entry.result, place: place)
                entries[Array(key[(end + 1)...]), default: []].append(found)
            }
        }
        self.entries = entries
    }

    /// The entries for addresses of a domain that say something else than the domain's own.
    func entries(of domain: String, beside result: [UInt8]?) -> RouteAddressEntries {
        var found = RouteAddressEntries()
        for entry in entries[Array(domain.utf8)] ?? [] where entry.result != result {
            found.add(
                RouteAddressEntry(
                    address: SafeText.escape(entry.address),
                    result: SafeText.escape(entry.result),
                    place: entry.place
                )
            )
        }
        return found
    }
}
