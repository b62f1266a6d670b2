// usage: swift receiver.swift PORT SECRET_FILE
//
// Takes mxprobe's signed webhooks on 127.0.0.1:PORT (0 for any free one) and prints a line for each event.
// SECRET_FILE holds the secret that mxprobe has too: whsec_ and base 64. Needs Swift and OpenSSL 3's libcrypto.so.3.

import Foundation
import Glibc

/// HMAC-SHA256 by the machine's own libcrypto, which every Linux distribution has.
struct Authenticator {
    private typealias Digest = @convention(c) () -> OpaquePointer?
    private typealias HMAC =
        @convention(c) (
            OpaquePointer?, UnsafePointer<UInt8>, Int32, UnsafePointer<UInt8>, Int,
            UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>
        ) -> UnsafeMutablePointer<UInt8>?

    private let key: [UInt8]
    private let sha256: Digest
    private let hmac: HMAC

    init?(secret: String) {
        guard secret.hasPrefix("whsec_"),
            let key = Data(base64Encoded: String(secret.dropFirst(6))),
            let library = dlopen("libcrypto.so.3", RTLD_NOW),
            let sha256 = dlsym(library, "EVP_sha256"), let hmac = dlsym(library, "HMAC")
        else { return nil }
        self.key = Array(key)
        self.sha256 = unsafeBitCast(sha256, to: Digest.self)
        self.hmac = unsafeBitCast(hmac, to: HMAC.self)
    }

    /// Whether a body was signed with the secret, and within five minutes of now (Standard Webhooks 1.0.0).
    func isGenuine(_ body: [UInt8], _ headers: [String: String]) -> Bool {
        guard let id = headers["webhook-id"], let stamp = headers["webhook-timestamp"],
            let signatures = headers["webhook-signature"], stamp.utf8.count <= 12,
            let time = Int(stamp),
            abs(Int(Date().timeIntervalSince1970) - time) <= 300
        else { return false }
        let signed = Array("\(id).\(stamp).".utf8) + body
        var digest = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        guard hmac(sha256(), key, Int32(key.count), signed, signed.count, &digest, &count) != nil
        else { return false }
        let wanted = Array("v1,\(Data(digest).base64EncodedString())".utf8)
        return signatures.split(separator: " ").contains { given in
            // All bytes are compared, so that the time taken does not tell how many were right.
            given.utf8.count == wanted.count
                && zip(given.utf8, wanted).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }
}

/// Reads one request; nil when it is none, or too large.
func readRequest(_ connection: Int32) -> (headers: [String: String], body: [UInt8])? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var headers: [String: String] = [:]
    var bodyStart: Int?
    while bytes.count < 1 << 21 {
        if bodyStart == nil, let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) {
            bodyStart = end.upperBound
            for line in String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(
                separator: "\r\n"
            ).dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        if let bodyStart {
            guard let length = Int(headers["content-length"] ?? ""), (0...1 << 20).contains(length)
            else { return nil }
            if bytes.count - bodyStart >= length {
                return (headers, Array(bytes[bodyStart..<bodyStart + length]))
            }
        }
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        bytes += buffer[..<count]
    }
    return nil
}

/// The place for your own code; mxprobe has made its texts safe for a terminal.
func tell(_ body: [UInt8]) {
    guard let event = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
        let values = try? [event["type"], event["data"]].map({ value in
            try JSONSerialization.data(
                withJSONObject: value ?? NSNull(),
                options: [.fragmentsAllowed, .sortedKeys]
            )
        })
    else { return }
    print(values.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
    fflush(nil)
}

/// Opens a port of 127.0.0.1.
func listen(port: UInt16) -> (socket: Int32, port: UInt16)? {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var reuse: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuse, 4)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(listener, $0, size) == 0 && listen(listener, 64) == 0
                && getsockname(listener, $0, &size) == 0
        }
    }
    return isBound ? (listener, UInt16(bigEndian: address.sin_port)) : nil
}

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("receiver: error: \(message)\n".utf8))
    exit(1)
}

guard CommandLine.arguments.count == 3, let wanted = UInt16(CommandLine.arguments[1]) else {
    fail("usage: receiver PORT SECRET_FILE")
}
guard let text = try? String(contentsOfFile: CommandLine.arguments[2], encoding: .utf8),
    let authenticator = Authenticator(secret: text.trimmingCharacters(in: .whitespacesAndNewlines))
else { fail("no secret in that file, or no libcrypto.so.3") }
guard let (listener, port) = listen(port: wanted) else { fail("cannot listen on port \(wanted)") }
signal(SIGPIPE, SIG_IGN)
print("listening on 127.0.0.1:\(port)")
fflush(nil)

var seen: Set<String> = []
while true {
    let connection = accept(listener, nil, nil)
    guard connection >= 0 else { continue }
    defer { close(connection) }
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
        connection,
        SOL_SOCKET,
        SO_RCVTIMEO,
        &patience,
        socklen_t(MemoryLayout<timeval>.size)
    )
    var answer = "HTTP/1.1 400 Bad Request"
    if let (headers, body) = readRequest(connection) {
        let isGenuine = authenticator.isGenuine(body, headers)
        answer = isGenuine ? "HTTP/1.1 204 No Content" : "HTTP/1.1 401 Unauthorized"
        // An event may come twice: its first answer may have been lost. It is told once.
        if isGenuine, seen.insert(headers["webhook-id"] ?? "").inserted { tell(body) }
    }
    let reply = Array("\(answer)\r\nConnection: close\r\n\r\n".utf8)
    _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
}
