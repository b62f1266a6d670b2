/// A diversion that stands in a table: a marker and the entry that it speaks of.
public struct Diversion: Hashable, Sendable {
    /// The diverted pattern, case-folded; `nil` when the marker cannot be read.
    public let pattern: [UInt8]?

    /// The line of the marker, from 1.
    public let line: Int

    /// Whether the diversion can be undone.
    public let state: State

    /// The result that is in force while the diversion is intact.
    public let result: TransportResult?

    /// The bytes that undoing puts back; empty where there was no entry.
    public let original: [UInt8]

    /// Where the marker begins.
    let markerStart: Int

    /// The bytes that undoing takes away.
    let byteRange: Range<Int>

    /// What can have become of a diversion.
    public enum State: String, Hashable, Sendable {
        /// Marker and entry are as they were written.
        case intact
        /// The entry below the marker, or the marker, was changed by hand.
        case changed
        /// No entry follows the marker.
        case entryMissing = "entry-missing"
        /// The line begins like a marker but cannot be read, or is of a later version.
        case unreadable
    }
}
