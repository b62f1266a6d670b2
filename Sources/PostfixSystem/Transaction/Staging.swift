import Glibc

/// Writes the new text and builds its index under temporary names; nothing in use is touched.
struct Staging {
    let files: TableFiles
    let name: TemporaryName
    let postmap: PostmapProgram

    /// The mode of a table that is made: anybody may see the routes, as in Postfix's own examples.
    private static let newMode: mode_t = 0o644

    private var source: String { files.stagedSource(name) }
    private var index: String { files.stagedIndex(name) }

    /// The path that `postmap` is given.
    private var indexPath: String { files.indexFolder.path(of: index) }

    /// Writes the text, so that its owner may have the index built.
    func write(_ bytes: [UInt8], like old: FileMetadata?) throws(MapFault) {
        let file = try OpenFile(
            source,
            in: files.sourceFolder,
            flags: O_WRONLY | O_CREAT | O_EXCL,
            mode: 0o600,
            denied: .notWritable
        )
        try file.append(bytes)
        if let old, try buildsAsOwner(old) {
            try FileMetadata.setOwner(old.owner, old.group, of: file)
        }
        try FileMetadata.setMode(old?.mode ?? Self.newMode, of: file)
        guard files.place.isLinked else { return }
        let target = files.sourceFolder.path(of: source)
        guard symlinkat(target, files.indexFolder.descriptor, index) == 0 else {
            throw .failed("symlinkat", indexPath, denied: .indexNotWritable)
        }
    }

    /// Whether `postmap`, which becomes the text's owner, could make the index in its folder.
    ///
    /// Where it could not, the folder is root's, and root builds it.
    private func buildsAsOwner(_ old: FileMetadata) throws(MapFault) -> Bool {
        guard geteuid() == 0, old.owner != 0 else { return true }
        return try files.indexFolder.status().st_uid != 0
    }

    /// Builds the index and asks it what it has to say.
    func build(_ answers: PlannedAnswers) throws(MapFault) {
        let table = files.table
        if !table.type.indexSuffixes.isEmpty {
            try postmap.build(table.type, indexPath, shown: table.path)
            for suffix in table.type.indexSuffixes
            where try files.indexFolder.stamp(of: index + suffix) == nil {
                throw MapFault(
                    .postmapFailed,
                    table.path,
                    detail: "it made no file that ends in \(suffix)"
                )
            }
        }
        try postmap.verify(answers, of: table.type, indexPath, shown: table.path)
    }

    /// Gives the text all that was attached to the old one, and makes it durable.
    func finishSource(like old: FileMetadata?) throws(MapFault) -> FileStamp {
        if files.place.isLinked { try files.indexFolder.remove(index) }
        let file = try OpenFile(
            source,
            in: files.sourceFolder,
            flags: O_RDONLY,
            denied: .notWritable
        )
        try old?.apply(to: file)
        try file.sync()
        return FileStamp(try file.status())
    }

    /// Gives a file of the index what was attached to the old one, and makes it durable.
    ///
    /// Where there was none it belongs to the text's owner, as `postmap` would have it.
    func finishIndex(
        _ suffix: String,
        like old: FileMetadata?,
        source: FileMetadata?,
        notBefore text: FileStamp
    ) throws(MapFault) -> FileStamp {
        let file = try OpenFile(
            index + suffix,
            in: files.indexFolder,
            flags: O_RDWR,
            denied: .indexNotWritable
        )
        if let old {
            try old.apply(to: file)
        } else if let source {
            try FileMetadata.setOwner(source.owner, source.group, of: file)
        }
        // Postfix warns of an index that is older than its text; clocks do go back.
        if FileStamp(try file.status()).isOlder(than: text) {
            let time = timespec(tv_sec: Int(text.seconds), tv_nsec: Int(text.nanoseconds))
            guard futimens(file.descriptor, [time, time]) == 0 else {
                throw .failed("futimens", file.path, denied: .indexNotWritable)
            }
        }
        try file.sync()
        return FileStamp(try file.status())
    }
}
