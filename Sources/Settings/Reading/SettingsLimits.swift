/// The bounds within which a setting can be meant.
enum SettingsLimits {
    /// The most controls, relays, resolvers, webhooks, ranges or windows; beyond it a list is generated, and wrongly so.
    static let entries = 100
    /// A timeout of a probe: less than 100 ms fails on healthy far hosts, and Postfix itself gives up in minutes.
    static let timeout: ClosedRange<Duration> = .milliseconds(100)...(.seconds(3_600))
    /// Sessions at once; each holds a file descriptor, of which a process gets some tens of thousands.
    static let concurrency = 1...10_000
    /// Sessions with one address or network: no limit, or no more than there may be at once.
    static let sessionsPerPeer = 0...10_000
    /// Sessions that begin in a second: no limit, or more than one machine can begin.
    static let sessionsPerSecond = 0...1_000_000
    /// Runs in a row; a thousand runs five minutes apart are three days and a half.
    static let runs = 1...1_000
    /// How often a lasting fault is told again, and how long a diversion stays.
    static let interval: ClosedRange<Duration> = .seconds(60)...(.seconds(366 * 86_400))
    /// How often something goes down before it flaps: once is an outage, and hundreds of stops are never waited for.
    static let flapStops = 2...100
    /// How long before its end a certificate is told of: not at all, or as long as any of a public authority lives.
    static let notice: ClosedRange<Duration> = .zero...(.seconds(398 * 86_400))
    /// How long a diversion stays; zero lets the count of good runs alone decide.
    static let dwell: ClosedRange<Duration> = .zero...(.seconds(366 * 86_400))
    /// How long observations are kept: an hour for a trial, ten years for the patient.
    static let retention: ClosedRange<Duration> = .seconds(3_600)...(.seconds(3_660 * 86_400))
    /// The longest URL or secret in bytes; servers refuse longer request lines.
    static let secretLength = 8_000
}
