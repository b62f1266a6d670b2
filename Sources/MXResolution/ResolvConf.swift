import ProbeModel

/// The name servers in a resolv.conf(5) file, read as the C library reads them.
///
/// Only `nameserver` lines count. At most three are used. Where there is none, or no file, the
/// C library and so Postfix ask a resolver on this machine at 127.0.0.1, and so does mxprobe.
/// Options (`timeout`, `use-vc` …) are not followed: mxprobe has its own deadlines, and turns to
/// TCP where an answer needs it.
package enum ResolvConf {
    /// The most name servers that the C library uses (`MAXNS` in resolv.h).
    package static let maximumServers = 3

    /// The most bytes of the file that are read.
    package static let maximumLength = 65_536

    /// The server that is asked where none is named.
    package static let fallback = ResolverAddress(IPAddress(ipv4: 0x7f00_0001))

    /// Reads the file; one that cannot be read counts as empty.
    package static func read(path: String) -> [ResolverAddress] {
        servers(in: BoundedFile.read(path, limit: maximumLength) ?? [])
    }

    /// Finds the name servers in the file's text; never empty.
    package static func servers(in text: [UInt8]) -> [ResolverAddress] {
        let servers = text.split(separator: UInt8(ascii: "\n")).lazy.compactMap(server(inLine:))
        return servers.isEmpty ? [fallback] : Array(servers.prefix(maximumServers))
    }

    /// Reads a line; `nil` when it is not a usable `nameserver` line.
    private static func server(inLine line: ArraySlice<UInt8>) -> ResolverAddress? {
        // The keyword stands at the very beginning, as the C library wants it.
        let keyword = Array("nameserver".utf8)
        guard line.starts(with: keyword) else { return nil }
        let rest = line.dropFirst(keyword.count)
        guard let first = rest.first, isBlank(first) else { return nil }
        let word = rest.drop(while: isBlank).prefix { !isBlank($0) && !isCommentMark($0) }
        let parts = String(decoding: word, as: UTF8.self)
            .split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let text = parts.first, let address = IPAddress(String(text)) else { return nil }
        return ResolverAddress(address, zone: parts.count == 2 ? String(parts[1]) : nil)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [9, 13, 32].contains(byte) }

    private static func isCommentMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";")
    }
}
