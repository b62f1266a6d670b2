import Glibc
import ProbeModel
import Sockets

/// Tells whether a connection ends at this very machine, as a redirect in its own firewall has it.
///
/// The peer's address does not tell, because the firewall hides the change. The kernel's list of connections does: only
/// then it holds the other end, whose remote address is this end's own.
enum SelfConnection {
    /// How much of a list is read; a busy machine has some hundred thousand connections of 150 bytes.
    private static let maximumSize = 32 << 20

    /// Whether the other end of a connected socket is in this machine's list of connections.
    static func isOwn(_ descriptor: Int32) -> Bool {
        guard let own = localEnd(descriptor) else { return false }
        let words = [listWord(own.address, own.port), mappedWord(own.address, own.port)].compactMap(
            \.self
        )
        return ["/proc/net/tcp", "/proc/net/tcp6"].contains { path in
            lines(path).contains { line in
                let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
                guard fields.count > 2 else { return false }
                let remote = String(decoding: fields[2], as: UTF8.self)
                return words.contains(remote)
            }
        }
    }

    private static func localEnd(_ descriptor: Int32) -> (address: IPAddress, port: UInt16)? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            guard let pointer, getsockname(descriptor, pointer, &length) == 0,
                let address = IPAddress(UnsafePointer(pointer))
            else { return nil }
            // The port lies at the same place in both families.
            let port = bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)
            return (address, UInt16(bigEndian: port))
        }
    }

    /// An end as proc(5) writes it: the address in 32-bit words of this machine's byte order, and the port.
    static func listWord(_ address: IPAddress, _ port: UInt16) -> String {
        let bytes = address.bytes
        let words = stride(from: 0, to: bytes.count, by: 4).map { start in
            bytes[start..<start + 4].reversed().map { hex($0) }.joined()
        }
        return words.joined() + ":" + hex(UInt8(port >> 8)) + hex(UInt8(truncatingIfNeeded: port))
    }

    /// An IPv4 end as a socket of both families has it.
    private static func mappedWord(_ address: IPAddress, _ port: UInt16) -> String? {
        guard address.family == .ipv4 else { return nil }
        let mapped = IPAddress(
            bytes: Array(repeating: 0, count: 10) + [0xff, 0xff] + address.bytes
        )
        return mapped.map { listWord($0, port) }
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    private static func lines(_ path: String) -> [ArraySlice<UInt8>] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < maximumSize {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count <= 0 { break }
            bytes += buffer[..<count]
        }
        return bytes.split(separator: UInt8(ascii: "\n"))
    }
}
