import DNSTestSupport
import Glibc
import MXResolution
import ProbeModel
import Testing

/// A DNS server on loopback whose every answer a closure decides.
///
/// It listens on UDP and TCP at one port, serves on a thread of its own, and is gone when it is let
/// go of.
final class FakeServer: Sendable {
    /// Somebody who asked and may be answered, now or later.
    struct Client: Sendable {
        fileprivate let descriptor: Int32
        fileprivate let address: sockaddr_storage
        fileprivate let length: socklen_t
    }

    /// A query that came.
    struct Query: Sendable {
        let message: DNSMessage
        let isTCP: Bool
        let client: Client
        /// The place in the order of arrival, from 0.
        let number: Int
    }

    /// Bytes to send.
    struct Response: Sendable {
        let bytes: [UInt8]
        let client: Client
    }

    typealias Script = @Sendable (Query) -> [Response]

    let port: UInt16
    let address: IPAddress
    private let udp: Int32
    private let stopper: Int32
    private let thread: pthread_t

    /// What the server's thread needs.
    private final class Work: Sendable {
        let udp: Int32
        let tcp: Int32
        let stopper: Int32
        let script: Script

        init(udp: Int32, tcp: Int32, stopper: Int32, script: @escaping Script) {
            self.udp = udp
            self.tcp = tcp
            self.stopper = stopper
            self.script = script
        }
    }

    /// Starts a server at `127.0.0.1` or `::1`.
    init(
        _ family: AddressFamily = .ipv4,
        hasTCP: Bool = true,
        script: @escaping @Sendable (Query) -> [Response]
    ) throws {
        address = family == .ipv4 ? IPAddress(ipv4: 0x7f00_0001) : IPAddress(ipv6High: 0, low: 1)
        let opened = FakeServer.openPorts(address, hasTCP)
        let (udp, tcp, port) = try #require(opened)
        self.port = port
        self.udp = udp
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        stopper = ends[1]
        let work = Work(udp: udp, tcp: tcp, stopper: ends[0], script: script)
        var thread = pthread_t()
        let pointer = Unmanaged.passRetained(work).toOpaque()
        pthread_create(
            &thread,
            nil,
            { pointer in
                guard let pointer else { return nil }
                let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
                FakeServer.serve(work)
                return nil
            },
            pointer
        )
        self.thread = thread
    }

    deinit {
        // A byte, since closing alone says nothing while another process holds the other end too.
        var stop: UInt8 = 0
        write(stopper, &stop, 1)
        pthread_join(thread, nil)
        close(stopper)
    }

    /// Where the server listens.
    var resolver: ResolverAddress { ResolverAddress(address, port: port) }

    /// Makes the UDP port look closed, and open again.
    ///
    /// A socket that is connected to somebody else keeps the port, and the system answers for it
    /// that nobody is there.
    func setOpen(_ isOpen: Bool) {
        let peer = isOpen ? sockaddr_storage() : FakeServer.socketAddress(address, port: 9).storage
        let length = FakeServer.socketAddress(address, port: 9).length
        _ = withUnsafePointer(to: peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(udp, $0, length) }
        }
    }

    /// Opens UDP and TCP at the same port, below those that the system hands out to others.
    private static func openPorts(
        _ address: IPAddress,
        _ hasTCP: Bool
    ) -> (udp: Int32, tcp: Int32, port: UInt16)? {
        for _ in 0..<100 {
            let port = UInt16.random(in: 20_000..<32_000)
            guard let udp = bound(address, port, SOCK_DGRAM) else { continue }
            guard hasTCP else { return (udp, -1, port) }
            if let tcp = bound(address, port, SOCK_STREAM) {
                listen(tcp, 64)
                return (udp, tcp, port)
            }
            close(udp)
        }
        return nil
    }

    private static func bound(
        _ address: IPAddress,
        _ port: UInt16,
        _ kind: __socket_type
    ) -> Int32? {
        let family = address.family == .ipv6 ? AF_INET6 : AF_INET
        let descriptor = socket(family, Int32(kind.rawValue), 0)
        let (storage, length) = socketAddress(address, port: port)
        let status = withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length)
            }
        }
        if status == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func socketAddress(
        _ address: IPAddress,
        port: UInt16
    ) -> (storage: sockaddr_storage, length: socklen_t) {
        let isSix = address.family == .ipv6
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { raw in
            let family = sa_family_t(isSix ? AF_INET6 : AF_INET)
            raw.storeBytes(of: family, as: sa_family_t.self)
            raw.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
            for (index, byte) in address.bytes.enumerated() { raw[(isSix ? 8 : 4) + index] = byte }
        }
        let size = isSix ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        return (storage, socklen_t(size))
    }

    private static func serve(_ work: Work) {
        var connections: [Int32: [UInt8]] = [:]
        var count = 0
        defer {
            for descriptor in [work.udp, work.tcp, work.stopper] + connections.keys {
                close(descriptor)
            }
        }
        while true {
            var polled = ([work.stopper, work.udp, work.tcp] + connections.keys).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            poll(&polled, UInt(polled.count), -1)
            for entry in polled where entry.revents != 0 {
                switch entry.fd {
                case work.stopper: return
                case work.tcp: connections[accept(work.tcp, nil, nil)] = []
                case work.udp:
                    answer(receive(work.udp), isTCP: false, work, &count)
                default:
                    let client = Client(
                        descriptor: entry.fd,
                        address: sockaddr_storage(),
                        length: 0
                    )
                    guard let bytes = read(entry.fd), !bytes.isEmpty else {
                        close(entry.fd)
                        connections[entry.fd] = nil
                        continue
                    }
                    connections[entry.fd, default: []] += bytes
                    while let message = takeMessage(&connections[entry.fd, default: []]) {
                        answer((message, client), isTCP: true, work, &count)
                    }
                }
            }
        }
    }

    private static func answer(
        _ received: (bytes: [UInt8], client: Client)?,
        isTCP: Bool,
        _ work: Work,
        _ count: inout Int
    ) {
        guard let received, let message = try? DNSMessage.parse(received.bytes) else { return }
        let query = Query(message: message, isTCP: isTCP, client: received.client, number: count)
        count += 1
        for response in work.script(query) { send(response) }
    }

    private static func receive(_ descriptor: Int32) -> (bytes: [UInt8], client: Client)? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let count = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
            }
        }
        guard count >= 0 else { return nil }
        let client = Client(descriptor: descriptor, address: storage, length: length)
        return (Array(buffer[..<count]), client)
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count >= 0 ? Array(buffer[..<count]) : nil
    }

    private static func takeMessage(_ bytes: inout [UInt8]) -> [UInt8]? {
        guard bytes.count >= 2 else { return nil }
        let length = Int(bytes[0]) << 8 | Int(bytes[1])
        guard bytes.count >= 2 + length else { return nil }
        defer { bytes.removeFirst(2 + length) }
        return Array(bytes[2..<2 + length])
    }

    private static func send(_ response: Response) {
        let client = response.client
        if client.length == 0 {
            let bytes = MessageBuilder.bigEndian(UInt16(response.bytes.count)) + response.bytes
            Glibc.send(client.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            return
        }
        var storage = client.address
        _ = withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    client.descriptor,
                    response.bytes,
                    response.bytes.count,
                    Int32(MSG_NOSIGNAL),
                    $0,
                    client.length
                )
            }
        }
    }
}

extension FakeServer.Query {
    /// Answers this query with a message.
    func reply(_ builder: MessageBuilder) -> [FakeServer.Response] { [reply(builder.build())] }

    /// Answers this query with any bytes.
    func reply(_ bytes: [UInt8]) -> FakeServer.Response {
        FakeServer.Response(bytes: bytes, client: client)
    }

    /// An empty answer to this query.
    func answer(rcode: UInt16 = 0) -> MessageBuilder {
        MessageBuilder(answering: message, rcode: rcode)
    }

    /// An answer with one address.
    func address(_ last: UInt8 = 1) -> MessageBuilder {
        var builder = answer()
        builder.answers = [.init(message.question.name, 1, .bytes([192, 0, 2, last]))]
        return builder
    }
}
