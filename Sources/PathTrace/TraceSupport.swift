import Glibc

/// Whether this system can trace without privilege.
enum TraceSupport {
    /// Why it cannot, in one lower-case phrase; `nil` when it can.
    ///
    /// Linux queues ICMP errors on a connecting TCP socket since 5.8 (commit 45af29ca761c).
    static var problem: String? {
        var name = utsname()
        guard uname(&name) == 0 else { return "the kernel does not tell its version" }
        let release = withUnsafeBytes(of: name.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return problem(release: release)
    }

    /// The same for a kernel's release, such as `5.4.0-150-generic`.
    static func problem(release: String) -> String? {
        let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        guard numbers.count == 2 else { return "the kernel's version is not to be read" }
        if numbers[0] > 5 || numbers[0] == 5 && numbers[1] >= 8 { return nil }
        return
            "kernel \(numbers[0]).\(numbers[1]) does not report ICMP errors to TCP sockets (5.8 does)"
    }
}
