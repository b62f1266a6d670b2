import Glibc
import ProcessTestSupport
import Testing

@testable import PostfixSystem

@Suite("Programs leave nothing behind", .serialized)
struct ProgramLeakTests {
    @Test("no zombie")
    func zombies() throws {
        for _ in 0..<20 {
            let result = try ProgramRunner.run(PostfixProgram("/bin/sh", ["-c", "echo $$"]))
            let text = String(decoding: result.output, as: UTF8.self).dropLast()
            let pid = try #require(pid_t(text))
            var status: Int32 = 0
            #expect(waitpid(pid, &status, WNOHANG) == -1)
            #expect(errno == ECHILD)
        }
    }

    @Test(
        "no descriptor, whether they can be started or not",
        arguments: ["/bin/true", "/nowhere"]
    )
    func descriptors(path: String) throws {
        // Other tests run beside this one and open descriptors of their own: a leak of two for each of 400 runs
        // stands out.
        let before = try Self.openDescriptors()
        for _ in 0..<400 { _ = try? ProgramRunner.run(PostfixProgram(path, [])) }
        #expect(try Self.openDescriptors() < before + 200)
    }

    private static func openDescriptors() throws -> Int {
        guard let folder = opendir("/proc/self/fd") else { throw SystemFailure("opendir") }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
