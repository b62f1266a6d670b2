import Glibc
public import PostfixModel
import Synchronization

extension ServiceLookup {
    /// The services that this machine knows for TCP (`getservbyname`), as Postfix's clients look them up.
    public static let system = ServiceLookup { name in SystemServices.shared.answer(name) }
}

/// The machine's list of services, asked once for each name.
private final class SystemServices: Sendable {
    static let shared = SystemServices()

    /// The longest name that is asked for, in bytes: RFC 6335 section 5.1 allows 15, and aliases may be longer.
    private static let longestName = 255

    /// The most answers that are kept: a table may name a service an entry, all of them different.
    private static let capacity = 10_000

    /// The most room for one entry of the list, in bytes: one with thousands of aliases.
    private static let largestEntry = 1 << 16

    private let known = Mutex<[String: ServiceLookup.Answer]>([:])

    func answer(_ name: String) -> ServiceLookup.Answer {
        guard (1...Self.longestName).contains(name.utf8.count), !name.utf8.contains(0) else {
            return .absent
        }
        if let answer = known.withLock({ $0[name] }) { return answer }
        let answer = Self.ask(name)
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[name] = answer
        }
        return answer
    }

    private static func ask(_ name: String) -> ServiceLookup.Answer {
        var buffer = [CChar](repeating: 0, count: 1_024)
        while true {
            var entry = servent()
            var found: UnsafeMutablePointer<servent>?
            let code = getservbyname_r(name, "tcp", &entry, &buffer, buffer.count, &found)
            if code == ERANGE, buffer.count < largestEntry {
                buffer = [CChar](repeating: 0, count: buffer.count * 4)
                continue
            }
            guard code == 0 else { return .unknown }
            guard found != nil else { return .absent }
            return .port(UInt16(truncatingIfNeeded: entry.s_port).byteSwapped)
        }
    }
}
