import ProbeModel

/// One change that is told, once, to every webhook that wants its kind.
public struct AlertEvent: Hashable, Sendable, Codable {
    /// The id, the same for each webhook and each attempt; letters, digits and underscores.
    public var id: String

    /// What kind of change.
    public var kind: EventKind

    /// Where in the life of an alert the event stands.
    public var occasion: Occasion

    /// Whether the subject goes up and down so often that single changes are no longer told.
    public var isFlapping: Bool

    /// What changed; `nil` for a test.
    public var subject: Subject?

    /// When it was noticed, in seconds since 1970 (UTC).
    public var time: Int64

    /// The run that noticed it.
    public var runID: String

    /// This machine's name, safe to print.
    public var host: String

    /// What was told before; `nil` where nothing was.
    public var old: Condition?

    /// How it is now.
    public var new: Condition

    /// When that began, in seconds since 1970 (UTC).
    public var since: Int64

    /// When the alert began that this event is part of.
    public var openedAt: Int64

    /// The change in one sentence, safe to print.
    public var summary: String

    /// What it rests on, at most ``AlertLimits/evidence`` pieces.
    public var evidence: [AlertEvidence]

    /// What to do; `nil` where there is nothing.
    public var advice: AlertAdvice?

    /// The domains or hosts concerned beside the subject.
    public var affected: AffectedNames

    /// Creates an event.
    public init(
        id: String,
        kind: EventKind,
        occasion: Occasion,
        isFlapping: Bool = false,
        subject: Subject?,
        time: Int64,
        runID: String,
        host: String,
        old: Condition? = nil,
        new: Condition,
        since: Int64,
        openedAt: Int64,
        summary: String,
        evidence: [AlertEvidence] = [],
        advice: AlertAdvice? = nil,
        affected: AffectedNames = AffectedNames([])
    ) {
        self.id = id
        self.kind = kind
        self.occasion = occasion
        self.isFlapping = isFlapping
        self.subject = subject
        self.time = time
        self.runID = runID
        self.host = host
        self.old = old
        self.new = new
        self.since = since
        self.openedAt = openedAt
        self.summary = summary
        self.evidence = Array(evidence.prefix(AlertLimits.evidence))
        self.advice = advice
        self.affected = affected
    }

    /// Where in the life of an alert an event stands.
    public enum Occasion: String, Hashable, Sendable, Codable, CaseIterable {
        /// The alert begins.
        case began
        /// The alert goes on, and something about it changed.
        case changed
        /// The alert goes on as it was.
        case reminder
        /// The alert ends.
        case ended
        /// Told once, with no end to wait for.
        case single
    }

    /// What the events of one alert have in common: `domain:domain1.com`, `transport:domain1.com`.
    ///
    /// A change of the map is another matter than the domain's own alert, so it does not end that.
    public var alertKey: String {
        guard let subject else { return kind.rawValue }
        switch (kind, subject) {
        case (.transportDiverted, .domain(let name)), (.transportRestored, .domain(let name)),
            (.transportFailed, .domain(let name)):
            return "transport:\(name.ascii)"
        default: return subject.key
        }
    }

    /// ``alertKey`` among all machines that tell the same service, at most ``AlertLimits/dedupKey`` bytes.
    public var dedupKey: String {
        let key = "mxprobe/\(host)/\(alertKey)"
        if key.utf8.count <= AlertLimits.dedupKey { return key }
        let parts = [host, alertKey]
        return "mxprobe/" + TextSum.hex(of: parts) + TextSum.hex(of: parts, salt: 1)
    }

    /// The id of the event that a run derives for a subject: the same again when the same run is told again.
    public static func derivedID(run: String, kind: EventKind, key: String) -> String {
        let parts = [run, kind.rawValue, key]
        return "evt_" + TextSum.hex(of: parts) + TextSum.hex(of: parts, salt: 1)
    }
}
