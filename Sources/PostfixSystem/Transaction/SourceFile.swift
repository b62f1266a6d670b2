import CLinuxFiles
import Glibc
import TransportMap

/// The text of a table as it is now, with all that has to be right before it may be changed.
struct SourceFile: Sendable {
    let file: OpenFile
    let stamp: FileStamp
    let owner: uid_t

    /// Opens the text; `nil` where there is none.
    init?(_ name: String, in folder: Folder) throws(MapFault) {
        guard let found = try folder.status(of: name) else { return nil }
        let path = folder.path(of: name)
        // A device must not even be opened.
        guard found.st_mode & S_IFMT == S_IFREG else { throw MapFault(.notAFile, path) }
        let file = try OpenFile(name, in: folder, flags: O_RDONLY, denied: .unreadable)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw MapFault(.notAFile, path) }
        self.file = file
        stamp = FileStamp(status)
        owner = status.st_uid
    }

    /// The bytes, if they are a table that may be edited.
    func content() throws(MapFault) -> [UInt8] {
        try checkSize(stamp.size)
        guard let bytes = try file.content(limit: TransportMap.maximumSize) else {
            throw MapFault(.changedMeanwhile, file.path)
        }
        try Self.checkContent(bytes, path: file.path)
        return bytes
    }

    /// Refuses a table of which nobody could tell what it is for.
    private func checkSize(_ size: Int64) throws(MapFault) {
        guard size > TransportMap.maximumSize else { return }
        let limit = TransportMap.maximumSize >> 20
        throw MapFault(.tooLarge, file.path, detail: "more than \(limit) MiB")
    }

    /// Refuses what is no text, and what a configuration tool would write anew.
    static func checkContent(_ bytes: [UInt8], path: String) throws(MapFault) {
        guard !BinaryCheck.isBinary(bytes) else { throw MapFault(.binary, path) }
        guard let header = ManagedHeader.find(in: bytes) else { return }
        let tool = header.tool ?? "a tool"
        throw MapFault(.managed, path, detail: "\(tool), says line \(header.line): \(header.text)")
    }

    /// Refuses a file that a new one must not take the place of.
    func checkReplaceable(in folder: Folder) throws(MapFault) {
        try checkSize(stamp.size)
        try FileGuard.checkReplaceable(file, in: folder, denied: .notWritable)
    }

    /// Refuses to go on where the file is not the one that was read.
    func checkUnchanged(_ bytes: [UInt8], name: String, in folder: Folder) throws(MapFault) {
        guard try folder.stamp(of: name) == stamp, try file.holds(bytes) else {
            throw MapFault(.changedMeanwhile, file.path)
        }
    }
}
