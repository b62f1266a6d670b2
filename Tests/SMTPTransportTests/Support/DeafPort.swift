import Glibc
import ProbeModel
import Sockets

@testable import SMTPTransport

/// A port that answers no SYN until told to: its queue of connections is full.
final class DeafPort {
    private let listener: Int32
    private var fillers: [Int32] = []
    let endpoint: Endpoint

    init() throws {
        let address = try required(IPAddress("127.0.0.1"))
        let (descriptor, port) = try LoopbackServer.listen(on: address, backlog: 0)
        listener = descriptor
        endpoint = Endpoint(address: address, port: port)
        // A queue of length n takes n + 1.
        let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        fillers.append(filler)
        let target = SocketAddress(address, port: port)
        guard target.withPointer({ connect(filler, $0, target.length) }) == 0 else {
            throw TestFault("cannot fill the queue: errno \(errno)")
        }
    }

    /// Closes the port; a test calls this last, so that the port is there until then.
    func finish() { for descriptor in fillers + [listener] { close(descriptor) } }

    /// Makes room for one connection.
    func listen() { fillers.append(accept(listener, nil, nil)) }
}
