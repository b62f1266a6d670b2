import Glibc
import ProbeModel
import Sockets
import Synchronization

@testable import SMTPTransport

/// A listener on loopback whose peers follow a script, in blocking calls on threads of their own.
final class LoopbackServer: Sendable {
    /// Where it listens.
    let address: IPAddress
    let port: UInt16

    private let listener: Int32
    private let acceptor = Mutex<WorkerThread?>(nil)
    private let records = Mutex<[Record]>([])

    /// What one connection was like, seen from the server.
    struct Record: Sendable {
        /// The lines that came, without line endings.
        var lines: [String] = []
        /// How the client ended it.
        var ending = Ending.notSeen
        /// The client's address.
        var client: IPAddress?
    }

    /// How the client's side of a connection ended.
    enum Ending: Sendable {
        case notSeen
        case fin
        case reset
    }

    /// Begins to listen, on a port that the system chooses.
    init(
        address: String = "127.0.0.1",
        port: UInt16 = 0,
        script: @escaping @Sendable (Peer) -> Void
    ) throws {
        self.address = try required(IPAddress(address))
        let (listener, bound) = try LoopbackServer.listen(
            on: self.address,
            port: port,
            backlog: 1_024
        )
        self.listener = listener
        self.port = bound
        let thread = WorkerThread(name: "test-accept") { [self] in accept(script) }
        acceptor.withLock { $0 = thread }
    }

    /// Opens a listening socket.
    static func listen(
        on address: IPAddress,
        port: UInt16 = 0,
        backlog: Int32
    ) throws -> (descriptor: Int32, port: UInt16) {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family == .ipv4 ? AF_INET : AF_INET6, type, 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(4))
        let local = SocketAddress(address, port: port)
        guard local.withPointer({ bind(descriptor, $0, local.length) }) == 0,
            Glibc.listen(descriptor, backlog) == 0
        else { throw TestFault("cannot listen: errno \(errno)") }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = getsockname(descriptor, $0, &length)
            }
        }
        // The port is at the same place in both families.
        let port = withUnsafeBytes(of: &storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
        return (descriptor, port)
    }

    /// The endpoint, in a TLS mode.
    func endpoint(_ mode: TLSMode = .starttls) -> Endpoint {
        Endpoint(address: address, port: port, tlsMode: mode)
    }

    /// Stops listening, waits for the scripts to end, and tells what was seen.
    func finish() -> [Record] {
        shutdown(listener, Int32(SHUT_RDWR))
        acceptor.withLock { thread in
            thread?.join()
            thread = nil
        }
        return records.withLock(\.self)
    }

    private func accept(_ script: @escaping @Sendable (Peer) -> Void) {
        var threads: [WorkerThread] = []
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor < 0, errno == EMFILE {
                // A test took all descriptors, and will give some back.
                usleep(1_000)
                continue
            }
            guard descriptor >= 0 else { break }
            let thread = WorkerThread(name: "test-peer") { [self] in
                let peer = Peer(descriptor)
                script(peer)
                let record = peer.finish()
                records.withLock { $0.append(record) }
            }
            if let thread { threads.append(thread) }
        }
        close(listener)
        for thread in threads { thread.join() }
    }
}

/// Something that a test needs and this machine did not give.
struct TestFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The value, or a fault of the test.
func required<Value>(_ value: Value?, _ what: String = "value") throws -> Value {
    guard let value else { throw TestFault("\(what) is missing") }
    return value
}
