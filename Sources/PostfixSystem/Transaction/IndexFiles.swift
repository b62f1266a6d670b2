/// All files of the index in use, locked as long as the value is there.
struct IndexFiles: Sendable {
    private let files: [String: IndexFile]
    private let suffixes: [String]

    /// Opens and locks them.
    init(of table: TableFiles, patience: Duration) throws(MapFault) {
        let type = table.table.type
        suffixes = type.indexSuffixes
        let folder = table.indexFolder
        if let suffix = type.buildSuffix {
            try IndexFile.checkNotBeingBuilt(table.place.indexName + suffix, in: folder)
        }
        if !suffixes.isEmpty { try FileGuard.checkWritable(folder, denied: .indexNotWritable) }
        var files: [String: IndexFile] = [:]
        for suffix in suffixes {
            files[suffix] = try IndexFile(
                table.place.indexName + suffix,
                in: folder,
                patience: patience
            )
        }
        self.files = files
    }

    /// Whether a file is missing, or older than the text.
    func isStale(for source: FileStamp?) -> Bool {
        guard let source else { return false }
        return suffixes.contains { files[$0]?.stamp.isOlder(than: source) ?? true }
    }

    /// The stamp of one file; `nil` where there is none.
    func stamp(of suffix: String) -> FileStamp? { files[suffix]?.stamp }

    /// What is attached to one file; `nil` where there is none.
    func metadata(of suffix: String) throws(MapFault) -> FileMetadata? {
        guard let index = files[suffix] else { return nil }
        return try FileMetadata(of: index.file)
    }
}
