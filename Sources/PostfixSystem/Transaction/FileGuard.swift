import CLinuxFiles
import Glibc

/// What keeps a file from being replaced by a new one.
enum FileGuard {
    /// Refuses a file that is protected, has other names, or is not ours to write.
    ///
    /// A file may be replaced by whoever may write its folder. Its own mode is respected all the same:
    /// a file that is read-only is so on purpose.
    static func checkReplaceable(
        _ file: OpenFile,
        in folder: Folder,
        denied: MapFault.Code
    ) throws(MapFault) {
        guard is_unchangeable(file.descriptor) == 0 else { throw MapFault(.immutable, file.path) }
        let status = try file.status()
        guard status.st_nlink == 1 else {
            throw MapFault(.hardLinked, file.path, detail: "\(status.st_nlink) names")
        }
        let name = String(file.path.dropFirst(folder.path(of: "").count))
        guard faccessat(folder.descriptor, name, W_OK, AT_EACCESS) == 0 else {
            throw .failed("faccessat", file.path, denied: denied)
        }
    }

    /// Refuses a folder in which no files can be made.
    static func checkWritable(_ folder: Folder, denied: MapFault.Code) throws(MapFault) {
        guard faccessat(folder.descriptor, ".", W_OK | X_OK, AT_EACCESS) == 0 else {
            throw .failed("faccessat", folder.path, denied: denied)
        }
    }
}
