extension SubjectState {
    /// Notes that the subject went down, and finds out whether it flaps.
    mutating func noteStop(at time: Int64, rules: AlertRules) {
        stops = (stops + [time]).filter { time - $0 <= rules.flapWindow }.suffix(rules.flapStops)
        if flappingSince == nil, stops.count >= rules.flapStops { flappingSince = time }
    }

    /// Ends flapping when the subject has stayed as it is for long enough.
    mutating func noteQuiet(at time: Int64, rules: AlertRules) {
        guard flappingSince != nil, pending == nil, unknownSince == nil,
            time - (lastTurn ?? time) >= rules.flapQuiet
        else { return }
        flappingSince = nil
        stops = []
    }
}
