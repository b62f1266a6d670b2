import Glibc
package import ProbeModel

/// Whether the kernel would send to an address at all: it has a route, and an address of its own to send from.
package enum SystemRoute: Hashable {
    case exists
    case absent
    /// This machine lacks what it takes to ask.
    case unknown

    /// The discard port (RFC 863); any port serves.
    private static let discardPort: UInt16 = 9

    /// Asks by connecting a datagram socket, which sends nothing.
    package init(to address: IPAddress) {
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family.number, type, 0)
        guard descriptor >= 0 else {
            self.init(errno: errno)
            return
        }
        defer { close(descriptor) }
        let target = SocketAddress(address, port: Self.discardPort)
        let status = target.withPointer { connect(descriptor, $0, target.length) }
        self.init(errno: status == 0 ? 0 : errno)
    }

    /// Reads the error number of the call that failed; 0 when none did.
    init(errno: Int32) {
        self = errno == 0 ? .exists : Shortage.isTold(by: errno) ? .unknown : .absent
    }
}
