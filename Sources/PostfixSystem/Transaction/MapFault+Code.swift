extension MapFault {
    /// The ways in which a change of a table can fail.
    public struct Code: Hashable, Sendable {
        private let kind: Kind

        /// The stable name for logs and tests.
        public var name: String { kind.rawValue }

        /// What is wrong, as the beginning of a line.
        var problem: String { kind.words.problem }

        /// What to do about it.
        var advice: String { kind.words.advice }

        /// The source is not there.
        public static let missing = Self(kind: .missing)
        /// The source or a folder on the way cannot be read.
        public static let unreadable = Self(kind: .unreadable)
        /// The source, its folder or the file system cannot be written.
        public static let notWritable = Self(kind: .notWritable)
        /// The index, or the folder that it lies in, cannot be written.
        public static let indexNotWritable = Self(kind: .indexNotWritable)
        /// The source or an index was made immutable or append-only with chattr(1).
        public static let immutable = Self(kind: .immutable)
        /// The source or an index has more than one name.
        public static let hardLinked = Self(kind: .hardLinked)
        /// The path leads over symbolic links that are not followed, or is otherwise odd.
        public static let oddPath = Self(kind: .oddPath)
        /// The source or an index is not a regular file.
        public static let notAFile = Self(kind: .notAFile)
        /// The source is larger than a table may be.
        public static let tooLarge = Self(kind: .tooLarge)
        /// The source is not text.
        public static let binary = Self(kind: .binary)
        /// A configuration tool owns the source.
        public static let managed = Self(kind: .managed)
        /// The type of table has no text source that can be rewritten.
        public static let notRewritable = Self(kind: .notRewritable)
        /// Root's table lies in a folder that belongs to somebody else.
        public static let foreignFolder = Self(kind: .foreignFolder)
        /// Somebody else changed the source or its index meanwhile.
        public static let changedMeanwhile = Self(kind: .changedMeanwhile)
        /// Another run is changing the table.
        public static let busy = Self(kind: .busy)
        /// Another program holds the lock of the index.
        public static let indexLocked = Self(kind: .indexLocked)
        /// The file system is full, or a quota or limit is reached.
        public static let noSpace = Self(kind: .noSpace)
        /// Owner, mode, access list or an attribute cannot be kept.
        public static let metadata = Self(kind: .metadata)
        /// `postmap` is not there or cannot be run.
        public static let postmapMissing = Self(kind: .postmapMissing)
        /// `postmap` failed.
        public static let postmapFailed = Self(kind: .postmapFailed)
        /// `postmap` did its work and warned.
        public static let postmapWarned = Self(kind: .postmapWarned)
        /// `postmap` did not end in time.
        public static let postmapOverdue = Self(kind: .postmapOverdue)
        /// The table does not answer what was planned.
        public static let wrongAnswer = Self(kind: .wrongAnswer)
        /// A system call failed that should not.
        public static let system = Self(kind: .system)
        /// What an interrupted run left behind cannot be understood.
        public static let unknownJournal = Self(kind: .unknownJournal)
        /// The table could not be put back after a failure; the next run tries again.
        public static let notRestored = Self(kind: .notRestored)
    }
}

extension MapFault.Code {
    fileprivate enum Kind: String, Hashable {
        case missing, unreadable, immutable, binary, managed, busy, metadata, system
        case notWritable = "not-writable"
        case indexNotWritable = "index-not-writable"
        case hardLinked = "hard-linked"
        case oddPath = "odd-path"
        case notAFile = "not-a-file"
        case tooLarge = "too-large"
        case notRewritable = "not-rewritable"
        case foreignFolder = "foreign-folder"
        case changedMeanwhile = "changed-meanwhile"
        case indexLocked = "index-locked"
        case noSpace = "no-space"
        case postmapMissing = "postmap-missing"
        case postmapFailed = "postmap-failed"
        case postmapWarned = "postmap-warned"
        case postmapOverdue = "postmap-overdue"
        case wrongAnswer = "wrong-answer"
        case unknownJournal = "unknown-journal"
        case notRestored = "not-restored"

        var words: (problem: String, advice: String) {
            switch self {
            case .missing: ("no such table", "check the path in transport_maps")
            case .unreadable: ("cannot read the table", "run as a user who may read it")
            case .notWritable: ("cannot write the table", "run as a user who may change it")
            case .indexNotWritable: ("cannot write the index", "run as a user who may change it")
            case .immutable:
                ("the file is protected by chattr", "remove the flag with chattr -i -a")
            case .hardLinked:
                ("the file has more than one name", "remove the other hard links to it")
            case .oddPath: ("cannot use the path", "name the table's own file in transport_maps")
            case .notAFile: ("not a regular file", "name a text file in transport_maps")
            case .tooLarge: ("the table is too large", "put that many entries into a database")
            case .binary: ("the table is not text", "name the text source and not its index")
            case .managed:
                ("a configuration tool owns the table", "make the change with that tool")
            case .notRewritable:
                ("tables of this type are not rewritten", "make the change where the data is kept")
            case .foreignFolder:
                (
                    "root's table lies in a folder of somebody else",
                    "give both to one user, or move the table"
                )
            case .changedMeanwhile:
                ("somebody else changed the table meanwhile", "plan again")
            case .busy: ("another run is changing the table", "try again when it has ended")
            case .indexLocked:
                ("another program holds the index", "wait until postmap has ended, and try again")
            case .noSpace: ("no space left for the change", "free some space or raise the limit")
            case .metadata:
                ("cannot keep owner, mode or attributes", "run as root or as the file's owner")
            case .postmapMissing: ("cannot run postmap", "install Postfix or name its postmap")
            case .postmapFailed: ("postmap failed", "repair what it complains of")
            case .postmapWarned: ("postmap warned", "repair what it complains of")
            case .postmapOverdue:
                ("postmap did not end in time", "see whether a lock or a file server holds it up")
            case .wrongAnswer:
                (
                    "the table does not answer as planned",
                    "see what postmap -q says, and whether main.cf is the right one"
                )
            case .system: ("the system refused a step", "see to the cause, and try again")
            case .unknownJournal:
                (
                    "cannot understand what an interrupted run left",
                    "use the version that wrote it, or remove the file"
                )
            case .notRestored:
                ("the table could not be put back", "see to the cause, and run the same again")
            }
        }
    }
}
