import Glibc

/// Where the build has put things.
package enum BuiltProgram {
    /// The program `mxprobe`, which lies beside the test bundle.
    package static let mxprobe = folder + "/mxprobe"

    /// The program of the tests that changes one table.
    package static let mapTransaction = folder + "/MapTransactionProgram"

    /// The program `mxprobe` by a clock that tests set.
    package static let clocked = folder + "/ClockedProgram"

    /// The program that writes state for tests.
    package static let stateStoreWriter = folder + "/StateStoreWriter"

    /// The root of the package.
    package static let packageRoot = parent(parent(parent(#filePath)))

    /// The modules of the libraries.
    package static let modules = folder + "/Modules"

    /// The folder of all that was built.
    package static var folder: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        return parent(String(decoding: bytes, as: UTF8.self))
    }

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
