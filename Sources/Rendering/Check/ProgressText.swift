/// How far a long run is, in one line.
package struct ProgressText: Hashable, Sendable {
    /// How many domains are done.
    package var done: Int
    /// How many of them are not as they should be.
    package var troubled: Int
    /// How long the run has lasted.
    package var elapsed: Duration
    /// How much of the input was taken in, from 0 to 1; `nil` where its length is not known.
    package var share: Double?

    /// Creates the state of a run.
    package init(done: Int, troubled: Int, elapsed: Duration, share: Double?) {
        self.done = done
        self.troubled = troubled
        self.elapsed = elapsed
        self.share = share
    }

    /// The line, without its end: `1200 domains, 300/s, 7 not well, 40 %, 6 s left`.
    package var line: String {
        let seconds = max(0.001, elapsed / .seconds(1))
        var parts = [
            "\(done) \(done == 1 ? "domain" : "domains")", "\(Int(Double(done) / seconds))/s",
            "\(troubled) not well",
        ]
        if let share, share > 0 {
            parts.append("\(Int(share * 100)) %")
            if share < 1 { parts.append(Self.time(seconds / share * (1 - share)) + " left") }
        }
        return parts.joined(separator: ", ")
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(.up), 1e9))
        if whole < 120 { return "\(whole) s" }
        return whole < 7_200 ? "\(whole / 60) min" : "\(whole / 3_600) h"
    }
}
