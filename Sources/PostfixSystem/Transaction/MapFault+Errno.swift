import CLinuxSockets
import Glibc
import ProbeModel

extension MapFault {
    /// The fault that a failed system call amounts to.
    ///
    /// - Parameters:
    ///   - call: The name of the call.
    ///   - path: The file or folder that it was about.
    ///   - denied: What it means that the call was not permitted.
    ///   - code: Its errno.
    /// - Returns: The fault, with the call as its cause.
    static func failed(
        _ call: String,
        _ path: String,
        denied: Code = .notWritable,
        errno code: Int32 = errno
    ) -> MapFault {
        let cause = SystemError(call: call, code: code, name: name(of: code))
        let kind: Code =
            switch code {
            case ENOSPC, EDQUOT, EFBIG, ENFILE, EMFILE, ENOMEM: .noSpace
            case EACCES, EPERM, EROFS: denied
            case ENOENT: .missing
            case ELOOP, ENAMETOOLONG, ENOTDIR: .oddPath
            default: .system
            }
        return MapFault(kind, path, cause: cause)
    }

    private static func name(of code: Int32) -> String {
        errno_name(code).map { String(cString: $0) } ?? "errno \(code)"
    }
}
