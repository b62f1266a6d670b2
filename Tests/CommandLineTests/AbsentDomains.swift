import Glibc
import ProcessTestSupport

/// A resolver on loopback that knows no domain: every answer is NXDOMAIN, which makes each domain critical.
final class AbsentDomains: Sendable {
    /// One for all tests; it ends with this process.
    static let shared = Result { try AbsentDomains() }

    /// The port that it listens on.
    let port: UInt16
    private let descriptor: Int32

    /// The length of a message's header (RFC 1035 section 4.1.1).
    private static let headerLength = 12

    private init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) | getsockname(descriptor, generic, &length)
            }
        }
        guard status == 0 else { throw SystemFailure("bind") }
        port = UInt16(bigEndian: address.sin_port)
        var thread = pthread_t()
        let box = Unmanaged.passRetained(self)
        let made = pthread_create(
            &thread,
            nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<AbsentDomains>.fromOpaque(pointer).takeRetainedValue().serve()
                return nil
            },
            box.toOpaque()
        )
        guard made == 0 else { throw SystemFailure("pthread_create", made) }
        pthread_detach(thread)
    }

    /// The options that ask it, and nobody else.
    static func options() throws -> [String] {
        let resolver = "127.0.0.1@\(try shared.get().port)"
        return ["--resolver", resolver, "--dnssec", "off", "--no-postfix"]
    }

    private func serve() {
        var query = [UInt8](repeating: 0, count: 4_096)
        while true {
            var sender = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &sender) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    let count = recvfrom(descriptor, &query, query.count, 0, generic, &length)
                    guard let answer = Self.answer(Array(query.prefix(max(0, count)))) else {
                        return
                    }
                    sendto(descriptor, answer, answer.count, 0, generic, length)
                }
            }
        }
    }

    /// The question with the flags of an authoritative NXDOMAIN, and nothing else.
    private static func answer(_ query: [UInt8]) -> [UInt8]? {
        guard query.count > headerLength else { return nil }
        var end = headerLength
        while end < query.count, query[end] > 0 { end += Int(query[end]) + 1 }
        end += 5
        guard end <= query.count else { return nil }
        let header = Array(query[..<2]) + [0x85, 0x83, 0, 1, 0, 0, 0, 0, 0, 0]
        return header + query[headerLength..<end]
    }
}
