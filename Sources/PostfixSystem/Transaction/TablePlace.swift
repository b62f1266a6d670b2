import Glibc

/// Where a table's text and its index lie when symbolic links are followed.
///
/// Postfix opens the index beside the name that main.cf has, and the text wherever that leads.
struct TablePlace: Hashable, Sendable {
    /// The folder that the index lies in, without symbolic links.
    let indexFolder: String

    /// The name that the index's names begin with.
    let indexName: String

    /// The folder that the text lies in, without symbolic links.
    let sourceFolder: String

    /// The name of the text.
    let sourceName: String

    /// How many symbolic links in a row are followed: one for a site's own tree, and one or two for a
    /// tool that keeps versions.
    static let linkLimit = 4

    /// Whether main.cf names a symbolic link.
    var isLinked: Bool { indexFolder != sourceFolder || indexName != sourceName }

    /// Follows the path of a table; the text need not be there.
    init(of table: EditableTable) throws(MapFault) {
        var (folder, name) = try Self.split(table.path)
        indexFolder = folder
        indexName = name
        var owners: [uid_t] = []
        while let link = try Self.target(of: folder + "/" + name) {
            guard owners.count < Self.linkLimit else {
                throw MapFault(.oddPath, table.path, detail: "too many symbolic links in a row")
            }
            owners.append(link.owner)
            let isAbsolute = link.target.hasPrefix("/")
            (folder, name) = try Self.split(isAbsolute ? link.target : folder + "/" + link.target)
        }
        sourceFolder = folder
        sourceName = name
        try Self.check(owners, source: folder + "/" + name, path: table.path)
    }

    /// The folder of a path, without symbolic links, and the last component.
    private static func split(_ path: String) throws(MapFault) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { throw MapFault(.oddPath, path) }
        let name = String(path[path.index(after: slash)...])
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        guard !["", ".", ".."].contains(name), name.utf8.allSatisfy({ $0 > 31 && $0 != 127 }),
            name.utf8.count <= TemporaryName.longestName
        else { throw MapFault(.oddPath, path, detail: "no name for a table") }
        guard let resolved = realpath(parent, nil) else {
            throw .failed("realpath", parent, denied: .unreadable)
        }
        defer { free(resolved) }
        guard let folder = String(validatingCString: resolved),
            folder.utf8.allSatisfy({ $0 > 31 && $0 != 127 })
        else { throw MapFault(.oddPath, path, detail: "control characters in its folder") }
        return (folder, name)
    }

    /// Where a symbolic link leads and who made it; `nil` for everything else.
    private static func target(
        of path: String
    ) throws(MapFault) -> (target: String, owner: uid_t)? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .failed("lstat", path, denied: .unreadable)
        }
        guard status.st_mode & S_IFMT == S_IFLNK else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0, count < buffer.count else { throw .failed("readlink", path) }
        let bytes = buffer[..<count].map { UInt8(bitPattern: $0) }
        guard let target = String(validating: bytes, as: UTF8.self) else {
            throw MapFault(.oddPath, path, detail: "the link's target is not UTF-8")
        }
        return (target, status.st_uid)
    }

    /// Refuses links that lead nowhere, and those by which a user would have another's file edited.
    private static func check(
        _ owners: [uid_t],
        source: String,
        path: String
    ) throws(MapFault) {
        guard !owners.isEmpty else { return }
        var status = stat()
        guard lstat(source, &status) == 0 else {
            throw MapFault(.oddPath, path, detail: "a symbolic link to nothing")
        }
        let trusted: Set<uid_t> = [0, geteuid(), status.st_uid]
        guard owners.allSatisfy(trusted.contains) else {
            throw MapFault(.oddPath, path, detail: "a symbolic link that another user made")
        }
    }
}
