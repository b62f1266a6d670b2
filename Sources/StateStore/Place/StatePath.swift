internal import Glibc

/// Paths as text.
enum StatePath {
    /// The directory that a file lies in.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path from the root; one that is not absolute starts at the working directory.
    static func absolute(_ path: String) -> String? {
        if path.hasPrefix("/") { return path }
        guard let buffer = getcwd(nil, 0) else { return nil }
        defer { free(buffer) }
        return String(cString: buffer) + "/" + path
    }

    /// A path without symbolic links; `nil` where it does not exist.
    static func resolved(_ path: String) -> String? {
        guard let buffer = realpath(path, nil) else { return nil }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    /// The path and each directory above it, the root first.
    static func prefixes(of path: String) -> [String] {
        var prefixes = ["/"]
        for part in path.split(separator: "/") where part != "." {
            prefixes.append((prefixes.last.map { $0 == "/" ? "/" : $0 + "/" } ?? "/") + part)
        }
        return prefixes
    }
}
