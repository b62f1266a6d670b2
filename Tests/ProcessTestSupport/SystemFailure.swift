import Glibc

/// A system call that a test cannot do without has failed.
package struct SystemFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ call: String, _ code: Int32 = errno) {
        description = "\(call): \(String(cString: strerror(code)))"
    }
}
