import Glibc
import TransportMap

/// Completes or rolls back what an interrupted run left.
struct Recovery {
    let files: TableFiles
    let postmap: PostmapProgram
    let dialect: MapDialect

    /// Repairs the table as its journal says; the journal stays for the caller to remove.
    func repair(_ journal: Journal) throws(MapFault) -> RecoveredChange {
        switch try journal.read() {
        case .unknown: throw MapFault(.unknownJournal, journal.path)
        case .nothing: return RecoveredChange(outcome: .rolledBack, patterns: [])
        case .journal(let text):
            let changeover = try changeover(of: text, path: journal.path)
            try changeover.settle()
            let patterns = try patternsInUse(changeover)
            let outcome = try repair(changeover, isUndoing: text.isUndoing)
            try changeover.discard()
            return RecoveredChange(outcome: outcome, patterns: patterns)
        }
    }

    /// The patterns that tell the text in use from the one that it took the place of; none where it took none.
    private func patternsInUse(_ changeover: Changeover) throws(MapFault) -> [TransportPattern] {
        guard let source = changeover.files.first, try source.state() != .old,
            let live = try map(source.live, in: source.folder),
            let other = try map(source.staged, in: source.folder)
        else { return [] }
        return other.patterns(differingFrom: live)
    }

    /// A text as it is; one that is not there has no entries, and one that cannot be read is none.
    private func map(_ name: String, in folder: Folder) throws(MapFault) -> TransportMap? {
        guard try folder.status(of: name) != nil else { return TransportMap([], dialect: dialect) }
        let file = try? OpenFile(name, in: folder, flags: O_RDONLY, denied: .unreadable)
        let bytes = try? file?.content(limit: TransportMap.maximumSize)
        return bytes.flatMap { TransportMap($0, dialect: dialect) }
    }

    private func repair(
        _ changeover: Changeover,
        isUndoing: Bool
    ) throws(MapFault) -> MapRecovery {
        guard let source = changeover.files.first else { return .nothing }
        switch try source.state() {
        case .other: return .superseded
        case .old:
            try changeover.restore()
            return .rolledBack
        case .new:
            // What lies ready is neither: somebody's edit came out of the swap, and goes back.
            let lying = try source.folder.status(of: source.staged).map { FileStamp($0) }
            let isStolen = lying != nil && lying != source.old && lying != source.new
            guard isUndoing || isStolen else {
                try complete(changeover)
                return .completed
            }
            try changeover.restore()
            return isStolen ? .superseded : .rolledBack
        }
    }

    /// Puts the new index in use too: it belongs to the very text that is.
    private func complete(_ changeover: Changeover) throws(MapFault) {
        var isLost = false
        for file in changeover.files.dropFirst() where try file.state() != .new {
            if try file.hasReady(file.new) { try file.takePlace() } else { isLost = true }
        }
        // Somebody took the new index away.
        if isLost { try postmap.build(files.table.type, files.table.path, shown: files.table.path) }
        try files.sync()
    }

    /// The files that a journal names, if they are such as this table's would be.
    private func changeover(
        of text: JournalText,
        path: String
    ) throws(MapFault) -> Changeover {
        var opened: [String: Folder] = [files.sourceFolder.path: files.sourceFolder]
        var staged: [StagedFile] = []
        for (number, file) in text.files.enumerated() {
            guard number == 0 ? isSource(file) : isIndex(file, id: text.id) else {
                throw MapFault(.unknownJournal, path, detail: "it names another file")
            }
            let folder: Folder
            if let known = opened[file.folder] {
                folder = known
            } else {
                folder = try Folder(file.folder)
                opened[file.folder] = folder
            }
            staged.append(
                StagedFile(
                    folder: folder,
                    live: file.live,
                    staged: file.staged,
                    old: file.old,
                    new: file.new
                )
            )
        }
        return Changeover(files: staged)
    }

    private func isSource(_ file: JournalText.File) -> Bool {
        file.folder == files.sourceFolder.path && file.live == files.place.sourceName
            && TemporaryName.isLeftover(file.staged, of: file.live)
    }

    private func isIndex(_ file: JournalText.File, id: String) -> Bool {
        RewritableType.allCases.flatMap(\.indexSuffixes).contains { suffix in
            guard file.live.hasSuffix(suffix), file.staged.hasSuffix(id + suffix) else {
                return false
            }
            return TemporaryName.isLeftover(
                file.staged,
                of: String(file.live.dropLast(suffix.count))
            )
        }
    }
}
