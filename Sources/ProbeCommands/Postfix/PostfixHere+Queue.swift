import PostfixModel
import PostfixSystem
import ProbeModel

extension PostfixHere {
    /// The mail that waits for domains; nothing where the queue cannot be read.
    ///
    /// - Parameters:
    ///   - domains: The domains.
    ///   - deadline: When to stop reading; what was counted until then is told.
    /// - Returns: What waits for each.
    func waitingMail(
        for domains: [DomainName],
        until deadline: ContinuousClock.Instant? = nil
    ) async -> [DomainName: QueueSummary] {
        guard !domains.isEmpty else { return [:] }
        let limit = deadline.map { max(.milliseconds(1), ContinuousClock.now.duration(to: $0)) }
        let listing = await MailQueue(installation).listing(for: Set(domains), within: limit)
        return (try? listing.get().summaries) ?? [:]
    }
}
