import Glibc
import ProcessTestSupport

/// Whether this process may give itself a view of the files of its own.
let canMount = geteuid() == 0 && access("/etc/resolv.conf", F_OK) == 0

/// A nameserver on loopback that takes questions and answers none.
final class SilentNameserver: Sendable {
    private let descriptor: Int32
    private let address: String

    init() throws {
        // An address of this test's own: all of 127.0.0.0/8 is loopback.
        let last = UInt32.random(in: 0x7f01_0101...0x7ffe_fefe)
        let bytes = [last >> 24, last >> 16 & 0xff, last >> 8 & 0xff, last & 0xff]
        address = bytes.map(String.init).joined(separator: ".")
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(UInt16(53).bigEndian)
        name.sin_addr.s_addr = last.bigEndian
        let result = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw SystemFailure("bind") }
    }

    deinit { close(descriptor) }

    /// Makes it the only nameserver that this thread, and those that it starts, know of.
    func replaceResolvConf() throws {
        // Swift's Glibc has no sched.h with this in it; the number is CLONE_NEWNS.
        typealias Unshare = @convention(c) (Int32) -> Int32
        guard let symbol = dlsym(nil, "unshare"),
            unsafeBitCast(symbol, to: Unshare.self)(0x0002_0000) == 0
        else { throw SystemFailure("unshare") }
        guard mount("none", "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0 else {
            throw SystemFailure("mount")
        }
        let folder = try TemporaryFolder()
        // Thirty seconds, five times.
        let text = "nameserver \(address)\noptions timeout:30 attempts:5\n"
        let file = try folder.write("resolv.conf", text)
        guard mount(file, "/etc/resolv.conf", nil, UInt(MS_BIND), nil) == 0 else {
            throw SystemFailure("mount")
        }
    }
}

/// How many descriptors this process has open.
func openDescriptors() throws -> Int {
    guard let folder = opendir("/proc/self/fd") else { throw SystemFailure("opendir") }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
}

/// How many pages of memory this process holds (the second number of /proc/self/statm).
func residentPages() throws -> Int {
    guard let stream = fopen("/proc/self/statm", "re") else { throw SystemFailure("fopen") }
    defer { fclose(stream) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), stream) != nil else { throw SystemFailure("fgets") }
    let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
        as: UTF8.self
    )
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
}
