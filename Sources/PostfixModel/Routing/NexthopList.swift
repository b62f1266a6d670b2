import TransportMap

/// The nexthops of a list, tried in order (Postfix 3.5 and later).
enum NexthopList {
    /// The texts between commas and white space (`CHARS_COMMA_SP`).
    static func texts(_ text: String) -> [String] {
        text.utf8.split { [32, 9, 10, 13, UInt8(ascii: ",")].contains($0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The nexthops of a list.
    static func nexthops(_ text: String) -> [Nexthop] { texts(text).map { Nexthop($0) } }
}
