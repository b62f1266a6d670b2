/// What a program did.
package struct Transcript: Sendable {
    /// The exit code; `nil` when a signal ended it.
    package var status: Int32?
    /// The signal that ended it.
    package var signal: Int32?
    /// What it wrote to standard output.
    package var output: String
    /// What it wrote to standard error.
    package var errors: String
    /// The most memory that it held, in bytes (`VmHWM` of proc(5), read every few milliseconds).
    ///
    /// `ru_maxrss` would not do: it counts what the forking process held.
    package var peakMemory: Int
    /// From the start to the end.
    package var duration: Duration
    /// Whether it was killed because it ran past its limit.
    package var isOverdue: Bool
}
