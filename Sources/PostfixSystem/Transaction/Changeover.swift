/// The files of a table that are put in use together, and put back together.
struct Changeover {
    /// The text first, then its index.
    let files: [StagedFile]

    /// Puts the new files in use, durably.
    ///
    /// - Throws: ``MapFault/Code/changedMeanwhile`` where what came out is not what was there before.
    func commit(_ original: [UInt8]) throws(MapFault) {
        for file in files {
            try file.commit()
            if file.old == nil { continue }
            guard try file.hasReady(file.old) else {
                throw MapFault(.changedMeanwhile, file.path)
            }
        }
        try sync()
        guard let source = files.first, source.old != nil else { return }
        // An editor may have had the file open and written to it.
        let file = try OpenFile(source.staged, in: source.folder, flags: 0, denied: .unreadable)
        guard try file.holds(original) else { throw MapFault(.changedMeanwhile, source.path) }
    }

    /// Puts the old files back in use, durably: the index first, so that it never belongs to a later text.
    ///
    /// A file that somebody else has put there meanwhile stays. What came out of a swap goes back even if it
    /// is not what was there before: it is somebody's later work.
    func restore() throws(MapFault) {
        for file in files.reversed() where try file.state() == .new {
            try file.restore()
        }
        try sync()
    }

    /// Brings what an interrupted run left into a state of which both files are known.
    func settle() throws(MapFault) {
        for file in files { try file.settle() }
    }

    /// Removes the files that are not in use.
    func discard() throws(MapFault) {
        for file in files { try file.discard() }
    }

    private func sync() throws(MapFault) {
        var synced: [Folder] = []
        for file in files where !synced.contains(where: { $0 === file.folder }) {
            try file.folder.sync()
            synced.append(file.folder)
        }
    }
}
