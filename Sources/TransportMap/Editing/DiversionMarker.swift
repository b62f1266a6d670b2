/// The comment in front of a diverted entry, which holds what stood there before.
///
/// One line of printable ASCII:
///
///     # mxprobe/1 diverted key="domain1.test" sum="1f2e…" old="domain1.test smtp:…"
///
/// `old` is every byte that the marker and the entry below it take the place of, comments and
/// newlines inside included, without the newline at the end; empty where there was no entry.
/// `sum` covers the other fields and the entry below, so that a change made by hand to either is
/// noticed. The entry follows on the very next line and has one line only.
struct DiversionMarker: Hashable {
    /// The folded pattern that is diverted.
    let key: [UInt8]

    /// The bytes that were replaced.
    let old: [UInt8]

    /// What every marker of any version begins with.
    static let signature = Array("# mxprobe/".utf8)

    private static let version = Array("1 diverted ".utf8)

    /// The line for an entry; neither of the two has its newline.
    func line(for entry: some Sequence<UInt8>) -> [UInt8] {
        let fields = [("key", key), ("sum", Array(sum(with: entry).utf8)), ("old", old)]
        let texts = fields.map { Array(($0.0 + "=").utf8) + MarkerText.quoted($0.1) }
        return Self.signature + Self.version + Array(texts.joined(separator: [32]))
    }

    /// Sixteen hexadecimal digits over the marker and the entry below it.
    ///
    /// FNV-1a guards against slips, not against malice: who can write the map needs no trick.
    func sum(with entry: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in [key, old, Array(entry)] {
            for byte in MarkerText.quoted(part) {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What a comment line is, as far as markers go.
    enum Reading: Hashable {
        /// A comment of somebody else's.
        case none
        /// A marker, and the sum it carries.
        case marker(DiversionMarker, sum: String)
        /// A marker that has been changed, or one of a later version.
        case unreadable
    }

    /// Reads one line; white space at its end does not matter.
    static func read(_ line: ArraySlice<UInt8>) -> Reading {
        guard line.starts(with: signature) else { return .none }
        var text = line.dropFirst(signature.count).trimmingTrailingSpace
        guard text.starts(with: version) else { return .unreadable }
        text = text.dropFirst(version.count)
        guard let key = takeField("key", from: &text), let sum = takeField("sum", from: &text),
            let old = takeField("old", from: &text), text.isEmpty
        else { return .unreadable }
        let marker = DiversionMarker(key: key, old: old)
        return .marker(marker, sum: String(decoding: sum, as: UTF8.self))
    }

    private static func takeField(_ name: String, from text: inout ArraySlice<UInt8>) -> [UInt8]? {
        while text.first == 32 { text = text.dropFirst() }
        guard text.starts(with: (name + "=").utf8) else { return nil }
        text = text.dropFirst(name.utf8.count + 1)
        return MarkerText.takeQuoted(from: &text)
    }
}
