import Glibc
public import ProbeModel

/// Why a table was not changed: nothing of it is touched, or all of it was put back.
public struct MapFault: Error, Hashable, Sendable {
    /// What is wrong.
    public let code: Code

    /// The file or folder that is concerned.
    public let path: String

    /// What is particular about this case, escaped for people to read; empty where the code says all.
    public let detail: String

    /// The system call that failed, where one did.
    public let cause: SystemError?

    /// Creates a fault; the detail may come from outside.
    init(_ code: Code, _ path: String, detail: String = "", cause: SystemError? = nil) {
        self.code = code
        self.path = path
        self.detail = SafeText.escape(detail)
        self.cause = cause
    }

    /// What was wrong, in one line without what to do about it.
    public var summary: String {
        let reason = cause.map { "\($0.call): \(String(cString: strerror($0.code)).lowercased())" }
        let parts = [code.problem, SafeText.escape(path), detail, reason ?? ""]
        return parts.filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// What to do about it, in one line.
    public var advice: String { code.advice }
}

extension MapFault: CustomStringConvertible {
    /// What failed, where and what to do, in one line.
    public var description: String { "\(summary); \(advice)" }
}
