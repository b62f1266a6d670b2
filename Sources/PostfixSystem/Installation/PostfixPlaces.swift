import Glibc
import ProbeModel

/// Where Postfix's programs and configurations are.
public enum PostfixPlaces {
    /// Where `postconf` is looked for: the packages of Linux distributions, sources and ports, and two collections
    /// that keep out of the system's way.
    public static let standard = [
        "/usr/sbin", "/usr/local/sbin", "/opt/postfix/sbin", "/opt/pkg/sbin", "/usr/pkg/sbin",
        "/opt/zimbra/common/sbin",
    ]

    /// The path of `postconf`.
    static func postconf(in directories: [String]) throws(PostfixError) -> String {
        for directory in directories where access("\(directory)/postconf", X_OK) == 0 {
            return "\(directory)/postconf"
        }
        throw PostfixError(
            .notInstalled,
            "there is no Postfix here: no postconf in \(directories.joined(separator: ", "))"
        )
    }

    /// A path from the root; programs are run there.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let place = getcwd(nil, 0) else { return path }
        defer { free(place) }
        return "\(String(cString: place))/\(path)"
    }

    /// Makes sure that there is a main.cf that we may read, which says more than `postconf` would.
    static func check(configuration directory: String) throws(PostfixError) {
        let name = SafeText.escape(directory)
        var status = stat()
        guard stat(directory, &status) == 0 else {
            throw failure(errno, "the Postfix configuration directory \(name)")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw PostfixError(.notConfigured, "\(name) is not a directory with a main.cf")
        }
        let file = "\(directory)/main.cf"
        guard stat(file, &status) == 0 else { throw failure(errno, "\(name)/main.cf") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw PostfixError(.notConfigured, "\(name)/main.cf is not a regular file")
        }
        guard access(file, R_OK) == 0 else { throw failure(errno, "\(name)/main.cf") }
    }

    private static func failure(_ code: Int32, _ subject: String) -> PostfixError {
        switch code {
        case ENOENT, ENOTDIR: return PostfixError(.notConfigured, "\(subject) does not exist")
        case EACCES, EPERM:
            return PostfixError(.notPermitted, "this user may not read \(subject); run as root")
        default:
            return PostfixError(
                .notConfigured,
                "cannot read \(subject): \(SystemText.reason(code))"
            )
        }
    }
}
