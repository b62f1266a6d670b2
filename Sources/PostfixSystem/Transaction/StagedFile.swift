import Glibc

/// A file in use, and beside it the one that is to take its place; afterwards the old one lies there.
struct StagedFile: Sendable {
    let folder: Folder

    /// The name in use.
    let live: String

    /// The name of the new file before the change, of the old one after it.
    let staged: String

    /// What was there before; `nil` where there was nothing.
    let old: FileStamp?

    /// What is to be there.
    let new: FileStamp

    /// Which of the two is in use.
    enum State {
        /// What was there before, or nothing as before.
        case old
        /// What was to be there.
        case new
        /// Something that somebody else put there.
        case other
    }

    /// The path in use.
    var path: String { folder.path(of: live) }

    /// Which of the two is in use.
    func state() throws(MapFault) -> State {
        guard let status = try folder.status(of: live) else { return old == nil ? .old : .other }
        let stamp = FileStamp(status)
        return stamp == new ? .new : stamp == old ? .old : .other
    }

    /// Whether the other of the two lies ready.
    func hasReady(_ stamp: FileStamp?) throws(MapFault) -> Bool {
        try folder.stamp(of: staged) == stamp
    }

    /// Puts the new file in use.
    ///
    /// - Throws: ``MapFault/Code/changedMeanwhile`` where something came that was not there before.
    func commit() throws(MapFault) {
        if old == nil { return try folder.rename(staged, toFree: live) }
        try swap()
    }

    /// Puts the new file in use whatever is there now.
    func takePlace() throws(MapFault) {
        if try folder.status(of: live) == nil { return try folder.rename(staged, toFree: live) }
        try swap()
    }

    /// Puts the old file back in use, or removes the new one where there was none.
    ///
    /// - Throws: ``MapFault/Code/changedMeanwhile`` where somebody put another file there in this
    ///   moment; it stays.
    func restore() throws(MapFault) {
        if old != nil {
            try swap()
            if try hasReady(new) { return }
            try swap()
            throw MapFault(.changedMeanwhile, path)
        }
        if try hasReady(new) { return try folder.remove(live) }
        try folder.rename(live, toFree: staged)
    }

    /// Swaps the two: in one step, or where the file system cannot, so that the name in use is never
    /// without a file.
    private func swap() throws(MapFault) {
        if try folder.exchange(staged, live) { return }
        let backup = TemporaryName.backup(of: staged)
        try folder.remove(backup)
        try folder.link(live, as: backup)
        try folder.rename(staged, onto: live)
        try folder.rename(backup, onto: staged)
    }

    /// Ends a swap in several steps that was interrupted.
    func settle() throws(MapFault) {
        let backup = TemporaryName.backup(of: staged)
        guard try folder.status(of: backup) != nil else { return }
        if try folder.status(of: staged) != nil {
            try folder.remove(backup)
        } else {
            try folder.rename(backup, onto: staged)
        }
    }

    /// Removes what is not in use.
    func discard() throws(MapFault) {
        try folder.remove(staged)
        try folder.remove(TemporaryName.backup(of: staged))
    }
}
