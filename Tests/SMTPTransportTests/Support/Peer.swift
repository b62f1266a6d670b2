import COpenSSL
import Glibc
import ProbeModel

/// The server's end of one connection; its calls block, at most ``patience``.
final class Peer {
    private let descriptor: Int32
    private var ssl: OpaquePointer?
    private var buffer: [UInt8] = []
    private var record = LoopbackServer.Record()
    private var isClosed = false

    /// How long a call waits before the script goes on, in seconds; only a broken test gets there.
    private static let patience = 20

    /// Takes over a connected socket.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var timeout = timeval(tv_sec: Peer.patience, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &timeout,
            socklen_t(MemoryLayout<timeval>.size)
        )
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(4))
        record.client = Peer.clientAddress(of: descriptor)
    }

    /// Sends text as it is.
    func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends bytes; `false` when the client is gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        if let ssl { return SSL_write(ssl, bytes, Int32(bytes.count)) > 0 }
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Sends text in segments of so many bytes.
    func send(_ text: String, inSegmentsOf size: Int) {
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            send(Array(bytes[start..<min(start + size, bytes.count)]))
            usleep(200)
        }
    }

    /// Reads the next line; `nil` at the end.
    @discardableResult
    func readLine() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                var line = buffer[..<end]
                if line.last == 13 { line = line.dropLast() }
                let text = String(decoding: line, as: UTF8.self)
                buffer.removeFirst(end + 1)
                record.lines.append(text)
                return text
            }
            guard readMore() else { return nil }
        }
    }

    /// Reads until the client ends the connection.
    func readToEnd() { while readLine() != nil {} }

    /// Waits until the client sends something, whatever it is.
    func awaitBytes() { _ = readMore() }

    private func readMore() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        let count: Int
        if let ssl {
            count = Int(SSL_read(ssl, &chunk, Int32(chunk.count)))
        } else {
            count = recv(descriptor, &chunk, chunk.count, 0)
        }
        guard count <= 0 else {
            buffer += chunk[..<count]
            return true
        }
        if ssl != nil {
            // The TCP connection ends after TLS has.
            ssl.map(SSL_free)
            ssl = nil
            return readMore()
        }
        if count == 0 { record.ending = .fin }
        if count < 0, errno == ECONNRESET || errno == EPIPE { record.ending = .reset }
        return false
    }

    /// Answers EHLO and QUIT as a plain server does, until the client goes.
    func serve(capabilities: [String] = ["SIZE 1000"], replies: [String: String] = [:]) {
        send("220 mail.domain1.test ESMTP\r\n")
        answer(capabilities: capabilities, replies: replies)
    }

    /// Answers commands; what is in `replies`, by verb, goes before the usual.
    func answer(capabilities: [String] = ["SIZE 1000"], replies: [String: String] = [:]) {
        while let line = readLine() {
            let verb = line.split(separator: " ").first.map { $0.uppercased() } ?? ""
            if let reply = replies[verb] {
                send(reply)
            } else if verb == "EHLO" {
                let lines = ["mail.domain1.test"] + capabilities
                for line in lines.dropLast() { send("250-\(line)\r\n") }
                send("250 \(lines.last ?? "")\r\n")
            } else if verb == "QUIT" {
                send("221 2.0.0 Bye\r\n")
                return goodbye()
            } else {
                send("250 2.0.0 Ok\r\n")
            }
        }
    }

    /// Closes as Postfix does after its 221, and waits for the client's end.
    func goodbye() {
        if let ssl { SSL_shutdown(ssl) }
        shutdown(descriptor, Int32(SHUT_WR))
        readToEnd()
    }

    /// Waits for the client's goodbye and FIN, and only then answers.
    func answerGoodbye() {
        guard let ssl else { return }
        var byte: UInt8 = 0
        while SSL_read(ssl, &byte, 1) > 0 {}
        readRawToEnd()
        SSL_shutdown(ssl)
        // A client that is gone has answered that with a reset by now, which reading does not tell.
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        if code != 0 { record.ending = .reset }
    }

    private func readRawToEnd() {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        var count = 1
        while count > 0 { count = recv(descriptor, &chunk, chunk.count, 0) }
        record.ending = count == 0 ? .fin : .reset
    }

    /// Sends session tickets that nobody asked for (RFC 8446 section 4.6.1), and one byte.
    ///
    /// - Returns: `false` when the client is gone.
    func sendTickets() -> Bool {
        guard let ssl else { return false }
        // OpenSSL sends them with the next byte that is written.
        for _ in 0..<8 { SSL_new_session_ticket(ssl) }
        return send(Array("x".utf8))
    }

    /// Begins TLS as the server; `false` when the handshake fails.
    @discardableResult
    func startTLS(_ context: ServerTLS) -> Bool {
        guard let ssl = SSL_new(context.pointer) else { return false }
        SSL_set_fd(ssl, descriptor)
        guard SSL_accept(ssl) == 1 else {
            SSL_free(ssl)
            return false
        }
        self.ssl = ssl
        return true
    }

    /// Ends the connection with a reset.
    func reset() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &hard,
            socklen_t(MemoryLayout<linger>.size)
        )
        close()
    }

    /// Closes the socket.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        ssl.map(SSL_free)
        ssl = nil
        Glibc.close(descriptor)
    }

    /// Closes what is open and tells what was seen.
    func finish() -> LoopbackServer.Record {
        close()
        return record
    }

    private static func clientAddress(of descriptor: Int32) -> IPAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getpeername(descriptor, $0, &length)
            }
        }
        guard result == 0 else { return nil }
        let isIPv4 = Int32(storage.ss_family) == AF_INET
        return withUnsafeBytes(of: &storage) { bytes in
            isIPv4
                ? IPAddress(bytes: bytes[4..<8]) : IPAddress(bytes: bytes[8..<24])
        }
    }
}
