import Glibc
import ProcessTestSupport

/// A port of loopback at which nobody listens, and nobody else can while this lives.
final class ClosedPort: Sendable {
    let number: Int
    private let descriptor: Int32

    init() throws { (descriptor, number) = try bindToLoopback() }

    deinit { close(descriptor) }
}

/// A port that listens and takes no connection, since its queue is full: a SYN gets no answer.
final class DeafPort: Sendable {
    let number: Int
    private let descriptors: [Int32]

    init() throws {
        let (listener, number) = try bindToLoopback()
        self.number = number
        guard listen(listener, 0) == 0 else { throw SystemFailure("listen") }
        var address = loopback(port: number)
        // One more than the queue of 0 holds, and a few to be sure.
        let fillers = (0..<4).map { _ in
            let descriptor = socket(
                AF_INET,
                Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
                0
            )
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            return descriptor
        }
        descriptors = [listener] + fillers
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}

private func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
}

/// A socket that is bound to some port of loopback, and the port.
private func bindToLoopback() throws -> (Int32, Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SystemFailure("socket") }
    var address = loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, size) == 0 ? getsockname(descriptor, address, &size) : -1
        }
    }
    guard result == 0 else { throw SystemFailure("bind") }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
}
