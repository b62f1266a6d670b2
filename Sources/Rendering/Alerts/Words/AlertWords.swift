import AlertPolicy
import ProbeModel

/// What an event says to a person, in plain text; each format escapes it in its own way.
struct AlertWords: Sendable {
    /// The longest title, in bytes: a domain name of the greatest length and the words around it.
    static let titleLimit = 400
    /// The longest sentence, in bytes; a summary with a server's reply in it is far shorter.
    static let sentenceLimit = 800
    /// The longest piece of evidence, in bytes.
    static let evidenceLimit = 400

    let event: AlertEvent

    init(_ event: AlertEvent) { self.event = event }

    /// What changed, in a few words.
    var title: String {
        let reminder = event.occasion == .reminder ? "Reminder: " : ""
        let flapping = event.isFlapping ? " (goes up and down)" : ""
        return BoundedText.safe(reminder + headline + flapping, bytes: AlertWords.titleLimit)
    }

    /// The change in one sentence.
    var summary: String { BoundedText.safe(event.summary, bytes: AlertWords.sentenceLimit) }

    /// What else there is to say: a name and a text each.
    var facts: [(name: String, text: String)] {
        var facts: [(String, String)] = []
        if let old = event.old, old.verdict != event.new.verdict {
            facts.append(("Before", old.verdict))
        }
        if let since = Timestamp(secondsSince1970: event.since) {
            facts.append(("Since", since.description))
        }
        if event.affected.total > 0 { facts.append((affectedName, affected)) }
        if let advice { facts.append(("Do", advice)) }
        facts.append(("Machine", BoundedText.safe(event.host, bytes: AlertWords.titleLimit)))
        return facts
    }

    /// What it rests on.
    var evidence: [String] {
        event.evidence.map { BoundedText.safe($0.message, bytes: AlertWords.evidenceLimit) }
    }

    /// Whether the event brings good news.
    var isGood: Bool { event.new.flow == .flowing && event.occasion == .ended }

    private var headline: String {
        let name = subjectName
        let verdict = event.new.verdict
        switch event.kind {
        case .domainDown where event.new.flow == .unknown:
            return "Mail to \(name): cannot be told for long (\(verdict))"
        case .domainDown: return "Mail to \(name) is stopped: \(verdict)"
        case .domainChanged: return "Mail to \(name) is still in trouble: \(verdict)"
        case .domainRecovered where event.new.flow != .flowing:
            return "Mail to \(name) is no longer checked"
        case .domainRecovered: return "Mail to \(name) flows again: \(verdict)"
        case .egressBlocked: return "Port 25 out of \(event.host) over \(name): \(verdict)"
        case .egressRecovered:
            return "Port 25 out of \(event.host) over \(name) works again: \(verdict)"
        case .transportDiverted: return "Mail to \(name) is diverted"
        case .transportRestored where verdict == "handed-over":
            return "Mail to \(name): the diverted entry was changed by hand"
        case .transportRestored: return "Mail to \(name) goes its usual way again"
        case .transportFailed: return "Mail to \(name): the transport map could not be changed"
        case .certificateExpiring: return "Certificate of \(name): \(verdict)"
        case .test: return "Test from \(event.host)"
        }
    }

    private var subjectName: String {
        switch event.subject {
        case .domain(let name): return name.ascii
        case .egress(.ipv4): return "IPv4"
        case .egress(.ipv6): return "IPv6"
        case .certificate: return event.affected.names.first ?? "a mail host"
        case nil: return event.host
        }
    }

    private var affectedName: String {
        if case .certificate = event.subject { "Hosts" } else { "Domains" }
    }

    private var affected: String {
        let list = event.affected
        let rest = list.unlisted > 0 ? " and \(list.unlisted) more" : ""
        let names = list.names.joined(separator: ", ")
        return "\(list.total): " + BoundedText.safe(names, bytes: AlertWords.sentenceLimit) + rest
    }

    private var advice: String? {
        guard let advice = event.advice, advice.action != .none else { return nil }
        let entry = [advice.pattern, advice.result].compactMap(\.self).joined(separator: "  ")
        let what = advice.action.rawValue + (entry.isEmpty ? "" : ": " + entry)
        let unproven = advice.action == .setTransport && !advice.verified ? " (not verified)" : ""
        return BoundedText.safe(
            "\(what)\(unproven) - \(advice.reason)",
            bytes: AlertWords.sentenceLimit
        )
    }
}
