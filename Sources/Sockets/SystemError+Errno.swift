import CLinuxSockets
package import ProbeModel

extension SystemError {
    /// Names an errno that a system call left.
    package init(call: String, errno code: Int32) {
        let name = errno_name(code).map { String(cString: $0) } ?? "errno \(code)"
        self.init(call: call, code: code, name: name)
    }
}
