package import ProbeModel

/// The keys that DNSSEC validation starts from: DS and DNSKEY records in a master file (RFC 1035
/// section 5.1).
///
/// Comments, a time to live, a class and parentheses are understood. Anything that is neither a DS
/// nor a DNSKEY record is passed over, since such files also hold SOA or signature records.
package struct TrustAnchors: Hashable, Sendable {
    /// The most bytes of the file that are read; the root's keys take one kilobyte.
    package static let maximumLength = 65_536

    /// The names that have a key, each once, the shortest first.
    package let names: [DNSName]

    /// The records, one a line, in the form that libunbound takes.
    package let records: [String]

    /// Reads a file; `nil` when it cannot be read or holds no key.
    package static func read(path: String) -> TrustAnchors? {
        BoundedFile.read(path, limit: maximumLength).flatMap(TrustAnchors.init(text:))
    }

    /// Finds the keys in the file's text; `nil` when there is none.
    package init?(text: [UInt8]) {
        let anchors = TrustAnchors.entries(in: text).compactMap(TrustAnchors.anchor(in:))
        guard !anchors.isEmpty else { return nil }
        records = anchors.map(\.record)
        names = Set(anchors.map(\.name)).sorted {
            ($0.labels.count, $0.description) < ($1.labels.count, $1.description)
        }
    }

    /// The nearest name with a key at or above a name, or `nil` when DNSSEC cannot judge that name.
    package func anchor(above name: DNSName) -> DNSName? {
        names.last { name.isEqualOrBelow($0) }
    }

    /// Splits the text into the words of each record.
    private static func entries(in text: [UInt8]) -> [[Substring]] {
        var entries: [[Substring]] = []
        var entry: [Substring] = []
        var depth = 0
        for line in text.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            let content = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            depth += content.count { $0 == "(" } - content.count { $0 == ")" }
            entry += content.split { " \t()".contains($0) }
            if depth <= 0 {
                entries.append(entry)
                entry = []
                depth = 0
            }
        }
        return entries
    }

    private static func anchor(in words: [Substring]) -> (name: DNSName, record: String)? {
        guard let owner = words.first, let name = name(owner),
            let type = words.dropFirst().prefix(3).firstIndex(where: {
                ["DS", "DNSKEY"].contains($0.uppercased())
            })
        else { return nil }
        let numbers = words[(type + 1)...].prefix(3)
        let data = words[(type + 1)...].dropFirst(3).joined()
        guard numbers.count == 3, numbers.allSatisfy({ UInt16($0) != nil }), !data.isEmpty,
            data.utf8.allSatisfy(isDigit)
        else { return nil }
        let owned = name.isRoot ? "." : "\(name)."
        return (
            name,
            "\(owned) IN \(words[type].uppercased()) \(numbers.joined(separator: " ")) \(data)"
        )
    }

    private static func name(_ text: Substring) -> DNSName? {
        text == "." ? .root : DomainName(String(text)).map { DNSName($0) }
    }

    /// Whether a byte may stand in base 64, which includes all hexadecimal digits.
    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 43, 47...57, 61, 65...90, 97...122: return true
        default: return false
        }
    }
}
