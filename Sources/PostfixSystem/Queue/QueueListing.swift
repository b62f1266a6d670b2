public import ProbeModel

/// What a reading of the whole queue has found.
public struct QueueListing: Hashable, Sendable {
    /// The waiting mail of each domain that was asked for; an empty summary where none waits.
    public var summaries: [DomainName: QueueSummary]

    /// The messages in the queue, of all domains, on hold or not.
    public var messages: Int

    /// The lines that could not be read.
    public var malformedLines: Int

    /// Whether the whole queue was read; false where reading it took too long, so that all counts are lower bounds.
    public var isComplete: Bool

    /// Whether the mail system was down: nothing will be delivered before it is started.
    public var isMailSystemDown: Bool

    /// What `postqueue` warned about, safe to print.
    public var warnings: [String]
}
