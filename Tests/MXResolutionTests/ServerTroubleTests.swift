import Glibc
import ProbeModel
import Testing

@testable import MXResolution

@Suite("the trouble with a resolver")
struct ServerTroubleTests {
    @Test(
        "has a status and a phrase",
        arguments: [
            (ServerTrouble.silent, LookupStatus.timeout, "no answer to 2 queries"),
            (.unreachable(errno: ECONNREFUSED), .noResolver, "the port is closed"),
            (.unreachable(errno: ENETUNREACH), .noResolver, "no route"),
            (.unreachable(errno: EHOSTUNREACH), .noResolver, "the host is unreachable"),
            (.unreachable(errno: EPERM), .noResolver, "forbidden by a firewall or policy"),
            (.unreachable(errno: EACCES), .noResolver, "forbidden by a firewall or policy"),
            (.unreachable(errno: EMFILE), .noResolver, "too many open files"),
            (.unreachable(errno: ENOBUFS), .noResolver, "no memory for a socket"),
            (.unreachable(errno: EAGAIN), .noResolver, "no local port is free"),
            (.unreachable(errno: ENOSPC), .noResolver, "epoll may watch no more sockets"),
            (.unreachable(errno: 4_000), .noResolver, "cannot be sent to (error 4000)"),
            (.noTCP(errno: nil), .timeout, "the answer needs TCP, and TCP is not answered"),
            (
                .noTCP(errno: ECONNRESET), .noResolver,
                "the answer needs TCP, and TCP fails: the connection was closed"
            ),
            (.reply(.serverFailure(nil)), .servfail, "server failure"),
            (.reply(.refusal(nil)), .refused, "refuses to answer"),
            (.reply(.referral), .refused, "does not resolve names for others"),
            (
                .reply(.notUnderstood(rcode: 4)), .malformed,
                "does not understand the query (RCODE 4)"
            ),
            (.reply(.otherError(rcode: 23)), .malformed, "answers with RCODE 23"),
            (.reply(.unreadable), .malformed, "sends what cannot be read"),
        ]
    )
    func phrases(trouble: ServerTrouble, status: LookupStatus, message: String) {
        #expect(trouble.status == status)
        #expect(trouble.message(queries: 2) == message)
    }

    @Test("counts a single query as one")
    func singular() {
        #expect(ServerTrouble.silent.message(queries: 1) == "no answer to 1 query")
    }

    @Test("is bogus when the resolver says that validation failed", arguments: [6, 7, 12])
    func bogus(code: UInt16) {
        let error = ExtendedDNSError(code: code, text: "".utf8)
        #expect(ServerTrouble.reply(.serverFailure(error)).status == .bogus)
        // Near miss: the same words of a server that refuses.
        #expect(ServerTrouble.reply(.refusal(error)).status == .refused)
        let other = ExtendedDNSError(code: 22, text: "".utf8)
        #expect(ServerTrouble.reply(.serverFailure(other)).status == .servfail)
    }
}
