import Foundation
import Glibc

/// The address resolver of the real Postfix, started by hand where master would start it.
///
/// A daemon of Postfix finds its listening socket at descriptor 6, the pipe to master at 5 and
/// the flow-control pipe at 3 and 4 (master.h). Nothing else of Postfix runs, and no privilege is
/// needed: without `-u` and `-c` the daemon stays who it is and where it is.
package final class ResolverProcess {
    private let pid: pid_t
    private let connection: Int32
    private let status: [Int32]

    /// Starts a resolver with a main.cf and connects to it; a socket's path has up to 107 bytes.
    package init(configuration: String, socket: String) throws {
        let listener = try Self.listen(at: socket)
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw Failure.system("socketpair", errno)
        }
        // Descriptors 3 to 6 are about to be written over: move out of their way.
        let moved = [listener, ends[1]].map { fcntl($0, F_DUPFD_CLOEXEC, 20) }
        status = [ends[0]]
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        close(listener)
        close(ends[1])
        defer { for descriptor in moved { close(descriptor) } }
        pid = try Self.spawn(
            [PostfixTools.trivialRewrite, "-n", "rewrite", "-t", "unix"],
            environment: ["MAIL_CONFIG=" + configuration],
            descriptors: [3: moved[1], 4: moved[1], 5: moved[1], 6: moved[0]]
        )
        connection = try Self.connect(to: socket)
        _ = try readAttributes()
    }

    enum Failure: Error {
        case system(String, Int32)
        case connectionClosed
    }

    deinit {
        close(connection)
        for descriptor in status { close(descriptor) }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// What the resolver says about a recipient.
    package struct Reply {
        /// The transport, as Postfix names it.
        package let transport: [UInt8]
        /// The nexthop.
        package let nexthop: [UInt8]
        /// The recipient, completed.
        package let recipient: [UInt8]
        /// The flags of resolve_clnt.h.
        package let flags: Int

        /// Whether the address is no address.
        package var isSyntaxError: Bool { flags & 1 << 2 != 0 }
        /// Whether a table could not be asked.
        package var isFailure: Bool { flags & 1 << 3 != 0 }
        /// Whether the domain's class is local.
        package var isLocal: Bool { flags & 1 << 8 != 0 }
        /// Whether the domain's class is virtual alias.
        package var isVirtualAlias: Bool { flags & 1 << 9 != 0 }
        /// Whether the domain's class is virtual mailbox.
        package var isVirtualMailbox: Bool { flags & 1 << 10 != 0 }
        /// Whether the domain's class is relay.
        package var isRelay: Bool { flags & 1 << 11 != 0 }
    }

    /// Resolves a recipient, in internal form.
    package func resolve(_ address: [UInt8]) throws -> Reply {
        try write([
            ("request", Array("resolve".utf8)), ("sender", []), ("address", address),
        ])
        let reply = try readAttributes()
        func last(_ name: String) -> [UInt8] { reply.last { $0.0 == name }?.1 ?? [] }
        return Reply(
            transport: last("transport"),
            nexthop: last("nexthop"),
            recipient: last("recipient"),
            flags: Int(String(decoding: last("flags"), as: UTF8.self)) ?? 0
        )
    }

    // MARK: Attribute protocol (attr_print0): name NUL value NUL, and one more NUL at the end

    private func write(_ attributes: [(String, [UInt8])]) throws {
        var bytes: [UInt8] = []
        for (name, value) in attributes { bytes += Array(name.utf8) + [0] + value + [0] }
        bytes.append(0)
        guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        else { throw Failure.system("send", errno) }
    }

    private var unread: [UInt8] = []

    private func readAttributes() throws -> [(String, [UInt8])] {
        var attributes: [(String, [UInt8])] = []
        while true {
            let name = try readString()
            if name.isEmpty { return attributes }
            attributes.append((String(decoding: name, as: UTF8.self), try readString()))
        }
    }

    private func readString() throws -> [UInt8] {
        while true {
            if let end = unread.firstIndex(of: 0) {
                defer { unread.removeFirst(end + 1) }
                return Array(unread[..<end])
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure.connectionClosed }
            unread += buffer[..<count]
        }
    }

    // MARK: System calls

    private static func listen(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard withAddress(path, { bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, 5) == 0
        else { throw Failure.system("bind", errno) }
        return descriptor
    }

    private static func connect(to path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // A resolver that hangs must not hang the tests.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &limit,
            socklen_t(MemoryLayout<timeval>.size)
        )
        guard withAddress(path, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            throw Failure.system("connect", errno)
        }
        return descriptor
    }

    private static func withAddress(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
        }
    }

    private static func spawn(
        _ arguments: [String],
        environment: [String],
        descriptors: [Int32: Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (target, source) in descriptors.sorted(by: { $0.key < $1.key }) {
            posix_spawn_file_actions_adddup2(&actions, source, target)
        }
        let argv = arguments.map { strdup($0) } + [nil]
        let environ = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + environ { free(pointer) } }
        var pid: pid_t = 0
        let error = posix_spawn(&pid, arguments[0], &actions, nil, argv, environ)
        guard error == 0 else { throw Failure.system("posix_spawn", error) }
        return pid
    }
}
