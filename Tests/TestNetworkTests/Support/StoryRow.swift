import Testing

/// A way to set up a backup MX, and how mxprobe diverts a domain of it.
struct StoryRow: Sendable, CustomTestStringConvertible {
    /// The type of the table in `transport_maps`.
    let type: String
    /// The table before anything happens.
    let table: String
    /// Options of `mxprobe transport plan` and `apply`.
    let options: [String]
    /// The entry that must stand in the table in force afterwards.
    let entry: String
    /// The scenario that stops port 25.
    let scenario: String

    init(
        _ type: String,
        table: String = PostfixNetwork.recipe,
        options: [String] = [],
        entry: String = "domain1.test smtp:mail.domain1.test:2525",
        scenario: String = "reset-r1"
    ) {
        self.type = type
        self.table = table
        self.options = options
        self.entry = entry
        self.scenario = scenario
    }

    var usesOverlay: Bool { options.contains("overlay") }

    var testDescription: String { ([type, scenario] + options + [entry]).joined(separator: " ") }

    static let all = [
        StoryRow("hash", scenario: "drop-r1"),
        StoryRow("btree"),
        StoryRow("lmdb"),
        StoryRow("cdb"),
        StoryRow("texthash"),
        StoryRow("hash", options: ["--strategy", "overlay"]),
        StoryRow("lmdb", options: ["--strategy", "overlay"]),
        // A list tries port 25 first, and so heals itself.
        StoryRow(
            "hash",
            options: ["--style", "failover"],
            entry: "domain1.test smtp:mail.domain1.test:25, mail.domain1.test:2525"
        ),
        // No entry to begin with: brackets, and the transport of relay domains.
        StoryRow(
            "hash",
            table: "other.test smtp:[198.18.3.10]\n",
            entry: "domain1.test relay:[mail.domain1.test]:2525"
        ),
        // An empty table whose last line does not end.
        StoryRow(
            "cdb",
            table: "# nothing yet",
            entry: "domain1.test relay:[mail.domain1.test]:2525"
        ),
    ]
}
