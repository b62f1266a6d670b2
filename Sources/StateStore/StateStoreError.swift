/// Why the state cannot be kept or read.
///
/// The file is never removed, replaced or repaired because of it: what is wrong is told, and the run goes on.
package struct StateStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as far as it can be told.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no state yet, and nothing may be made.
        case missing
        /// The directory cannot be made or entered.
        case directory
        /// Somebody else could read or change the directory or the file.
        case unsafe
        /// The path names something that is no regular file.
        case notAFile = "not-a-file"
        /// The file or its directory cannot be written.
        case readOnly = "read-only"
        /// Another program holds the database.
        case locked
        /// The disk, a quota or a limit is full.
        case full
        /// A newer version of mxprobe has written it.
        case newer
        /// An older version of mxprobe has written it, and it is only to be read.
        case older
        /// It is a database, but of another program.
        case foreign
        /// It is no database, or its pages are malformed.
        case corrupt
        /// Anything else.
        case failed
    }

    /// What is wrong.
    package let kind: Kind

    /// What failed, where, and what to do, in one line.
    package let message: String

    /// The message.
    package var description: String { message }

    /// Creates an error.
    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
