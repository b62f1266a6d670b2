import ProbeModel

/// Counts the waiting mail of a few domains, message by message.
struct QueueTally {
    /// The most different reasons that are counted for a domain: replies that name the message are all different.
    static let mostReasons = 500

    /// How many reasons of a domain are told, the most frequent first.
    static let toldReasons = 10

    /// How much of a reason is kept, in bytes.
    static let longestReason = 500

    /// The most messages whose names are kept to tell a message that is listed twice, once in each of two queues.
    static let mostNames = 1_000_000

    private let readAt: Int64
    private let lifetime: Int64?
    private let names: [[UInt8]: DomainName]
    private var counts: [DomainName: Count] = [:]
    private var seen: Set<Int> = []

    fileprivate struct Count {
        var messages = 0
        var recipients = 0
        var oldestArrival: Int64?
        var reasons: [[UInt8]: Int] = [:]
    }

    init(domains: Set<DomainName>, readAt: Int64, lifetime: Int64?) {
        names = Dictionary(uniqueKeysWithValues: domains.map { (Array($0.ascii.utf8), $0) })
        self.readAt = readAt
        self.lifetime = lifetime
    }

    /// Counts a message; false when it is of none of the domains, does not wait, or was counted before.
    @discardableResult
    mutating func add(_ entry: QueueEntry) -> Bool {
        guard entry.isWaiting else { return false }
        let concerned = entry.recipients.compactMap { recipient in
            names[recipient.domain].map { (domain: $0, reason: recipient.reason) }
        }
        guard !concerned.isEmpty, isNew(entry) else { return false }
        for domain in Set(concerned.map(\.domain)) {
            counts[domain, default: Count()].add(messageFrom: entry.arrival)
        }
        for recipient in concerned {
            counts[recipient.domain, default: Count()].add(recipientWaitingFor: recipient.reason)
        }
        return true
    }

    private mutating func isNew(_ entry: QueueEntry) -> Bool {
        guard seen.count < Self.mostNames else { return !seen.contains(entry.id.hashValue) }
        return seen.insert(entry.id.hashValue).inserted
    }

    /// What was counted, for each of the domains.
    var summaries: [DomainName: QueueSummary] {
        let pairs = names.values.map { domain in
            var summary = QueueSummary(readAt: readAt, lifetime: lifetime)
            if let count = counts[domain] {
                summary.messages = count.messages
                summary.recipients = count.recipients
                summary.oldestArrival = count.oldestArrival
                summary.reasons = count.told
            }
            return (domain, summary)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

extension QueueTally.Count {
    fileprivate mutating func add(messageFrom arrival: Int64?) {
        messages += 1
        guard let arrival else { return }
        oldestArrival = min(arrival, oldestArrival ?? arrival)
    }

    fileprivate mutating func add(recipientWaitingFor reason: [UInt8]) {
        recipients += 1
        guard !reason.isEmpty else { return }
        let key = Array(reason.prefix(QueueTally.longestReason))
        guard reasons.count < QueueTally.mostReasons || reasons[key] != nil else { return }
        reasons[key, default: 0] += 1
    }

    fileprivate var told: [QueueSummary.Reason] {
        let told = reasons.map {
            QueueSummary.Reason(SafeText.escape($0.key), recipients: $0.value)
        }
        let sorted = told.sorted { ($1.recipients, $0.text) < ($0.recipients, $1.text) }
        return Array(sorted.prefix(QueueTally.toldReasons))
    }
}
