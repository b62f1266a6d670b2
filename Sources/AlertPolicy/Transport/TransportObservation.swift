public import ProbeModel

/// What one run found of one domain, as far as its transport entry is concerned.
public struct TransportObservation: Hashable, Sendable {
    /// The domain.
    public var domain: DomainName
    /// The verdict of the run.
    public var verdict: Verdict
    /// Whether mail gets through to the domain's mail hosts on port 25, whatever the route is.
    public var port25: Port25
    /// The way around port 25 that the run recommends; only a verified one is taken.
    public var advice: AlertAdvice?
    /// What the map says of mxprobe's entry for the domain.
    public var entry: EntryState

    /// Creates an observation.
    public init(
        domain: DomainName,
        verdict: Verdict,
        port25: Port25,
        advice: AlertAdvice? = nil,
        entry: EntryState = .none
    ) {
        self.domain = domain
        self.verdict = verdict
        self.port25 = port25
        self.advice = advice
        self.entry = entry
    }

    /// Whether port 25 of the domain's mail hosts works from here.
    public enum Port25: Hashable, Sendable {
        /// At least one of them is ready on 25.
        case good
        /// None is.
        case bad
        /// It could not be told.
        case unknown
    }

    /// What has become of mxprobe's entry.
    public enum EntryState: Hashable, Sendable {
        /// There is no entry of mxprobe's.
        case none
        /// It stands as it was written.
        case intact(DivertedEntry)
        /// A person changed it, or the line beside it.
        case changedByHand
        /// The map could not be read.
        case unknown
    }
}
