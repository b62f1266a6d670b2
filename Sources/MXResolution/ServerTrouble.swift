import Glibc
import ProbeModel

/// What kept one resolver from answering one question, as far as it is known.
enum ServerTrouble: Hashable {
    /// Queries went out and nothing came back.
    case silent
    /// A query could not be sent, or was rejected on the way; the system's error number.
    case unreachable(errno: Int32)
    /// The answer needs TCP, and TCP does not work; the error number, or `nil` for silence.
    case noTCP(errno: Int32?)
    /// A message that is no answer.
    case reply(ServerReply)

    /// Which trouble tells most when several resolvers fail, each in its own way.
    var rank: Int {
        switch self {
        case .reply(.serverFailure): return 6
        case .reply(.refusal), .reply(.referral): return 5
        case .reply: return 4
        case .noTCP: return 3
        case .silent: return 2
        case .unreachable: return 1
        }
    }

    /// The status of a lookup that ended this way.
    var status: LookupStatus {
        switch self {
        case .silent, .noTCP(nil): return .timeout
        case .unreachable, .noTCP: return .noResolver
        case .reply(.serverFailure(let error)):
            return error?.isValidationFailure == true ? .bogus : .servfail
        case .reply(.refusal), .reply(.referral): return .refused
        case .reply: return .malformed
        }
    }

    /// The extended error that came along.
    var extendedError: ExtendedDNSError? {
        switch self {
        case .reply(.serverFailure(let error)), .reply(.refusal(let error)): return error
        case .reply, .silent, .unreachable, .noTCP: return nil
        }
    }

    /// One lower-case phrase for a person, given how many queries went out to that resolver.
    func message(queries: Int) -> String {
        let suffix = extendedError.map { ": \($0)" } ?? ""
        switch self {
        case .silent: return "no answer to \(queries) \(queries == 1 ? "query" : "queries")"
        case .unreachable(let errno): return ServerTrouble.phrase(errno)
        case .noTCP(nil): return "the answer needs TCP, and TCP is not answered"
        case .noTCP(let errno?):
            return "the answer needs TCP, and TCP fails: " + ServerTrouble.phrase(errno)
        case .reply(.serverFailure): return "server failure" + suffix
        case .reply(.refusal): return "refuses to answer" + suffix
        case .reply(.referral): return "does not resolve names for others"
        case .reply(.notUnderstood(let rcode)):
            return "does not understand the query (RCODE \(rcode))"
        case .reply(.otherError(let rcode)): return "answers with RCODE \(rcode)"
        case .reply(.usable), .reply(.truncated), .reply(.unreadable):
            return "sends what cannot be read"
        }
    }

    private static func phrase(_ errno: Int32) -> String {
        switch errno {
        case ECONNREFUSED: return "the port is closed"
        case ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT: return "no route"
        case EHOSTUNREACH, EHOSTDOWN: return "the host is unreachable"
        case EPERM, EACCES: return "forbidden by a firewall or policy"
        case ECONNRESET, EPIPE: return "the connection was closed"
        case ETIMEDOUT: return "the connection timed out"
        case EMFILE, ENFILE: return "too many open files"
        case ENOBUFS, ENOMEM: return "no memory for a socket"
        case EAGAIN: return "no local port is free"
        case ENOSPC: return "epoll may watch no more sockets"
        default: return "cannot be sent to (error \(errno))"
        }
    }
}
