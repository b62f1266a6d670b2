import PostfixModel
import PostfixSystem
import ProbeModel

extension PostfixHere {
    /// The mail that waits for domains; nothing where the queue cannot be read.
    func waitingMail(for domains: [DomainName]) async -> [DomainName: QueueSummary] {
        guard !domains.isEmpty else { return [:] }
        let listing = await MailQueue(installation).listing(for: Set(domains))
        return (try? listing.get().summaries) ?? [:]
    }
}
