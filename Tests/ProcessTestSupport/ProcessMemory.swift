import Glibc

/// What /proc tells of a process's memory.
enum ProcessMemory {
    /// The peak of its resident set in bytes (`VmHWM` of proc(5)); 0 when it has ended.
    static func peak(of pid: pid_t) -> Int {
        let file = open("/proc/\(pid)/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8_192)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return 0 }
        let line = String(decoding: bytes[..<count], as: UTF8.self)
            .split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
            .flatMap { Int($0) }.map { $0 * 1_024 } ?? 0
    }
}
