/// A system call that failed, and its errno.
public struct SystemError: Hashable, Sendable {
    /// The name of the call, such as `connect`.
    public let call: String

    /// The error number.
    public let code: Int32

    /// The symbolic name of the error number, such as `ETIMEDOUT`.
    public let name: String

    /// Creates a system error.
    public init(call: String, code: Int32, name: String) {
        self.call = call
        self.code = code
        self.name = name
    }
}
