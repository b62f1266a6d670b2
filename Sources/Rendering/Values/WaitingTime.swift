/// How long something waits, in the two largest units that say it: `2 d 4 h`, `5 min`, `12 s`.
struct WaitingTime: Hashable, Sendable, CustomStringConvertible {
    /// The seconds; none for a time that lies ahead by a clock that was set back.
    let seconds: Int64

    /// Creates a time; a negative one counts as none.
    init(seconds: Int64) { self.seconds = max(0, seconds) }

    /// The time for a person.
    var description: String {
        let parts: [(count: Int64, unit: String)] = [
            (seconds / 86400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"),
            (seconds % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.count > 0 }) else { return "0 s" }
        // Seconds beside minutes, or minutes beside days, tell nobody anything.
        let shown = first < 2 ? parts[first...(first + 1)] : parts[first...first]
        return shown.filter { $0.count > 0 }.map { "\($0.count) \($0.unit)" }
            .joined(separator: " ")
    }
}
