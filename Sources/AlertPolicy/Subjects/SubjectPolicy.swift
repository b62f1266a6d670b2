/// Decides what a run changes in the states of subjects, and what is told of it.
///
/// - Thresholds: a subject goes down after ``AlertRules/afterFailures`` runs in a row that found mail
///   stopped, and comes back after ``AlertRules/afterSuccesses`` that found it flowing. Runs that could
///   not tell neither count nor end a row; when there is nothing else for ``AlertRules/unknownAfter``,
///   that is an alert itself, unless the run could tell of nothing at all. A machine that is offline for
///   so long is told as `egress.blocked` with the verdict `offline`.
/// - Telling: what the outside was told is kept beside what stands, and an event is the difference. So
///   what a maintenance window held is told after it if it is still true, what came and went within it
///   is not, and after a crash the next run tells what was not committed.
/// - Warnings open no alert: a domain is down when mail stops, not when something is untidy.
/// - Flapping: the third stop within ``AlertRules/flapWindow`` is told as such, then nothing until the
///   subject has stayed as it is for ``AlertRules/flapQuiet``; then the state that it settled in.
/// - Port 25: one alert per family lists the domains behind it, and those have none of their own
///   while they are `blocked`, or unknown because nothing gets out.
public struct SubjectPolicy: Sendable {
    /// The rules.
    public var rules: AlertRules

    /// Creates a policy.
    public init(rules: AlertRules = AlertRules()) { self.rules = rules }

    /// Decides about a run, from the states that are stored of at least the subjects observed and of every family.
    ///
    /// A run that was counted already changes nothing.
    public func evaluate(
        _ previous: [Subject: SubjectState],
        _ observation: RunObservation
    ) -> AlertDecision {
        var pass = SubjectPass(rules: rules, previous: previous, observation: observation)
        return pass.decision()
    }
}
