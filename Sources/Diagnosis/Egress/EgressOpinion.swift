import ProbeModel

/// What one rule says of a family's port 25.
struct EgressOpinion: Hashable, Sendable {
    var verdict: EgressVerdict
    var method: BlockMethod?
    var confidence: Confidence?
    var blockedAt: PathHop?
    /// For `intercepted`: whether the host asked for is behind the device all the same.
    var reachesHost: Bool?
    var evidence: [Evidence] = []
}
