import ProbeModel

/// How much mail waits for the domain, since when, for how long still, and why.
struct QueueSection: Sendable {
    /// The longest reason that is told without being asked for, in characters: one that leaves the numbers in sight.
    private static let shortReason = 120

    let queue: QueueSummary?
    let domain: DomainName
    let page: Page

    var lines: [StyledText] {
        guard let queue, queue.messages > 0 || page.options.isVerbose else { return [] }
        let sentences = [waiting(queue) + age(queue) + end(queue) + ".", reason(queue)]
        let body = sentences.compactMap(\.self).joined(separator: " ")
        return page.paragraph(page.text(page.shortened(body)), label: "Queue")
    }

    private func waiting(_ queue: QueueSummary) -> String {
        let domain = page.name(domain)
        switch queue.messages {
        case ..<1: return "no mail waits for \(domain)"
        case 1: return "1 message waits for \(domain)"
        default: return "\(queue.messages) messages wait for \(domain)"
        }
    }

    private func age(_ queue: QueueSummary) -> String {
        guard queue.messages > 0, let arrival = queue.oldestArrival else { return "" }
        let (age, overflow) = queue.readAt.subtractingReportingOverflow(arrival)
        guard !overflow else { return "" }
        let time = WaitingTime(seconds: age)
        return queue.messages == 1 ? ", for \(time)" : ", the oldest for \(time)"
    }

    private func end(_ queue: QueueSummary) -> String {
        guard queue.messages > 0, let left = queue.timeLeft else { return "" }
        return left == 0
            ? "; Postfix gives up on it at its next attempt"
            : "; Postfix gives up in \(WaitingTime(seconds: left))"
    }

    /// The most frequent reason; all of them where all is asked for.
    private func reason(_ queue: QueueSummary) -> String? {
        guard let first = queue.reasons.first else { return nil }
        if page.options.isVerbose {
            return queue.reasons.map { "\($0.recipients): \($0.text)" }.joined(separator: "; ")
        }
        guard first.text.count <= QueueSection.shortReason else { return nil }
        return (queue.reasons.count == 1 ? "Reason: " : "Most often: ") + first.text
    }
}
