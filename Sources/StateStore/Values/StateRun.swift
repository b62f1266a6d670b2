/// The run that something is remembered of.
package struct StateRun: Hashable, Sendable {
    /// The random id of the run; what is committed again under it changes nothing.
    package let id: String

    /// The start, in seconds since 1970 (UTC).
    package let time: Int64

    /// The version of mxprobe.
    package let version: String

    /// Creates a run.
    package init(id: String, time: Int64, version: String) {
        self.id = id
        self.time = time
        self.version = version
    }
}
