/// What a transaction notes before it puts new files in use, for the run that finds it interrupted.
struct JournalText: Hashable, Sendable {
    /// A file that is swapped.
    struct File: Hashable, Sendable {
        let folder: String
        let live: String
        let staged: String
        let old: FileStamp?
        let new: FileStamp
    }

    /// The random part of the temporary names.
    let id: String

    /// The files in the order in which they are put in use: the text first, then its index.
    let files: [File]

    /// Whether the transaction had begun to put everything back.
    var isUndoing = false

    /// The first line, with the version of the format.
    private static let signature = "mxprobe transaction/1"

    /// The line that is added when everything is to be put back.
    static let undoLine = Array("undo\n".utf8)

    /// What a journal's bytes say.
    enum Reading: Hashable, Sendable {
        /// Nothing was put in use yet: the note is empty or was not finished.
        case nothing
        /// A finished note.
        case journal(JournalText)
        /// Not what this version writes.
        case unknown
    }

    /// The note as it is written; paths hold no control characters.
    var bytes: [UInt8] {
        let lines = files.map { file in
            let old = file.old?.text ?? "-"
            return ["file", file.folder, file.live, file.staged, old, file.new.text]
                .joined(separator: "\t")
        }
        let text = [Self.signature, "id\t" + id] + lines + ["end", ""]
        return Array(text.joined(separator: "\n").utf8)
    }

    /// Reads a note.
    static func read(_ bytes: [UInt8]) -> Reading {
        guard let text = String(validating: bytes, as: UTF8.self) else { return .unknown }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The last piece is empty, or a line that was not finished.
        lines.removeLast()
        guard let first = lines.first else {
            return signature.hasPrefix(text) ? .nothing : .unknown
        }
        guard first == signature else { return .unknown }
        guard let end = lines.firstIndex(of: "end") else { return .nothing }
        let files = lines[..<end].dropFirst(2).map(File.init(line:))
        guard end >= 3, let id = field("id", of: lines[1]), files.allSatisfy({ $0 != nil })
        else { return .unknown }
        let isUndoing = lines[end...].contains("undo")
        return .journal(
            JournalText(id: id, files: files.compactMap { $0 }, isUndoing: isUndoing)
        )
    }

    private static func field(_ name: String, of line: Substring) -> String? {
        guard line.hasPrefix(name + "\t") else { return nil }
        return String(line.dropFirst(name.count + 1))
    }
}

extension JournalText.File {
    /// Reads a line of a note.
    fileprivate init?(line: Substring) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "file", parts[1].hasPrefix("/"),
            !parts[2].contains("/"), !parts[3].contains("/"), let new = FileStamp(parts[5])
        else { return nil }
        let old = FileStamp(parts[4])
        guard old != nil || parts[4] == "-" else { return nil }
        folder = String(parts[1])
        live = String(parts[2])
        staged = String(parts[3])
        self.old = old
        self.new = new
    }
}
