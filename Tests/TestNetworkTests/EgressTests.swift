import ProcessTestSupport
import Testing

/// A state of the network, and what `mxprobe diagnose domain1.test` must say in it.
struct EgressRow: Sendable, CustomTestStringConvertible {
    /// The scenario with its arguments, as `scripts/testnet scenario` takes them.
    let scenario: String
    /// The verdict of the domain.
    let verdict: String
    let status: Int32
    /// Per family `VERDICT METHOD hop N`, what is null left out; the same for both where one is given.
    let egress: [String]
    /// The recommended actions, with the result where there is one.
    let actions: [String]
    var options: [String] = []
    var patience = NetworkCase.Patience.short
    /// What another user than root gets, where that differs.
    var asNobody: Answer?

    /// What one user gets.
    struct Answer: Sendable {
        let verdict: String
        let status: Int32
        let egress: [String]
        let actions: [String]
    }

    init(
        _ scenario: String,
        _ verdict: String,
        _ status: Int32,
        egress: String...,
        actions: [String] = [],
        options: [String] = [],
        patience: NetworkCase.Patience = .short,
        asNobody: Answer? = nil
    ) {
        self.scenario = scenario
        self.verdict = verdict
        self.status = status
        self.egress = egress.count == 1 ? egress + egress : egress
        self.actions = actions
        self.options = options
        self.patience = patience
        self.asNobody = asNobody
    }

    var testDescription: String { ([scenario] + options).joined(separator: " ") }

    func answer(as user: EgressNetwork.User) -> Answer {
        let own = Answer(verdict: verdict, status: status, egress: egress, actions: actions)
        return user == .nobody ? asNobody ?? own : own
    }
}

/// Who stops port 25, how, and at which hop: on real networks, as root and as nobody.
@Suite(
    "On the test network, with something wrong",
    .tags(.network),
    .serialized,
    .enabled(if: NetworkAvailability.obstacle == nil, NetworkAvailability.obstacle),
    EgressNetworkTrait()
)
struct EgressTests {
    /// The change of the entry that the backup MX's own Postfix has for the domain.
    private static let divert = "set-transport smtp:mail.domain1.test:2525"
    /// A new entry, where this machine's Postfix is not asked.
    private static let entry = "set-transport smtp:[mail.domain1.test]:2525"
    /// Controls compared on a port that is not one of mail's.
    private static let webControls = ["alpha", "beta", "gamma"].flatMap {
        ["--control", "control1.\($0).test:443"]
    }
    /// Controls with a port of mail's first and another behind it.
    private static let mixedControls = ["alpha", "beta", "gamma"].flatMap {
        ["--control", "control1.\($0).test:587,443"]
    }
    private static let relay = ["--relay", "relay.isp.test"]
    private static let withoutPostfix = ["--no-postfix"]
    private static let ask = "request-unblock"
    private static let second = "open-alternate-port 2525"
    /// Another port at the main server, where 2525 cannot serve.
    private static let third = "open-alternate-port 26"
    /// The one that nobody has tried, where those go unanswered and no control shows a better one.
    private static let spare = "open-alternate-port 10025"
    /// The one that controls answer on, where all ports of mail go unanswered.
    private static let web = "open-alternate-port 443"
    private static let firewall = "fix-local-firewall"
    private static let remote = "contact-remote"
    private static let family = "prefer-address-family"

    /// Filters on the way.
    static let blocked = [
        EgressRow("clean", "healthy", 0, egress: "open"),
        EgressRow("drop-r1", "blocked", 2, egress: "blocked drop hop 1", actions: [divert, ask]),
        EgressRow(
            "drop-r1",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [entry, ask],
            options: withoutPostfix
        ),
        EgressRow(
            "drop-r1-prerouting",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [divert, ask]
        ),
        EgressRow("drop-r2", "blocked", 2, egress: "blocked drop hop 2", actions: [divert, ask]),
        EgressRow("reset-r1", "blocked", 2, egress: "blocked reset hop 1", actions: [divert, ask]),
        EgressRow("reset-r2", "blocked", 2, egress: "blocked reset hop 2", actions: [divert, ask]),
        EgressRow(
            "prohibit-r1",
            "blocked",
            2,
            egress: "blocked icmp hop 1",
            actions: [divert, ask]
        ),
        EgressRow(
            "prohibit-r2",
            "blocked",
            2,
            egress: "blocked icmp hop 2",
            actions: [divert, ask]
        ),
        EgressRow(
            "silent-routers-drop",
            "blocked",
            2,
            egress: "blocked drop",
            actions: [divert, ask]
        ),
        // The reference port that is tried first may be stopped as well, and a control may be down.
        EgressRow(
            "drop-mail-ports",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [web, ask],
            options: mixedControls
        ),
        EgressRow(
            "control-down-drop-r1",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [divert, ask]
        ),
        EgressRow(
            "latency300-drop-r1",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [divert, ask]
        ),
        EgressRow(
            "drop-mail-ports",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [web, ask],
            options: webControls
        ),
        EgressRow(
            "controls-down-drop-r1",
            "inconclusive",
            3,
            egress: "inconclusive",
            actions: ["none"]
        ),
        // A control that is down does no harm; without two that answer nothing can be said.
        EgressRow(
            "drop-r1",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [divert, ask],
            options: [
                "--control", "mx.dead.test:587", "--control", "control1.beta.test:587", "--control",
                "control1.gamma.test:587",
            ]
        ),
        EgressRow(
            "drop-r1",
            "inconclusive",
            3,
            egress: "inconclusive",
            actions: ["none"],
            options: ["--control", "mx.dead.test:587", "--control", "control1.beta.test:587"]
        ),
        EgressRow(
            "drop-r1",
            "blocked",
            2,
            egress: "blocked drop",
            actions: [divert, ask],
            options: ["--no-trace"]
        ),
    ]

    /// Answers in others' names.
    static let intercepted = [
        EgressRow("redirect", "blocked", 2, egress: "intercepted hop 1", actions: [divert, ask]),
        EgressRow(
            "redirect",
            "blocked",
            2,
            egress: "intercepted hop 1",
            actions: [entry, ask],
            options: withoutPostfix
        ),
        EgressRow(
            "redirect-r2",
            "blocked",
            2,
            egress: "intercepted hop 2",
            actions: [divert, ask]
        ),
        EgressRow(
            "redirect-554",
            "blocked",
            2,
            egress: "intercepted hop 1",
            actions: [divert, ask]
        ),
        EgressRow("proxy", "degraded", 1, egress: "intercepted hop 1", actions: [divert, ask]),
    ]

    /// This machine's own doing.
    static let local = [
        EgressRow(
            "local-drop",
            "blocked",
            2,
            egress: "locally-blocked drop",
            actions: [firewall, firewall, divert]
        ),
        EgressRow(
            "local-icmp",
            "blocked",
            2,
            egress: "locally-blocked icmp",
            actions: [firewall, firewall, entry],
            options: withoutPostfix
        ),
        EgressRow(
            "local-reset",
            "blocked",
            2,
            egress: "locally-blocked reset",
            actions: [firewall, firewall, divert]
        ),
        EgressRow(
            "local-icmp",
            "blocked",
            2,
            egress: "locally-blocked icmp",
            actions: [firewall, firewall, divert]
        ),
        EgressRow(
            "local-redirect",
            "blocked",
            2,
            egress: "locally-blocked",
            actions: [firewall, firewall]
        ),
        // The rule lets Postfix's own user out, which only root can find out.
        EgressRow(
            "local-user",
            "healthy",
            0,
            egress: "open",
            asNobody: EgressRow.Answer(
                verdict: "blocked",
                status: 2,
                egress: ["locally-blocked icmp", "locally-blocked icmp"],
                actions: [firewall, firewall, divert]
            )
        ),
        // Others' answers to that user do not speak for the domain's own host.
        EgressRow(
            "local-user-main-gone",
            "unreachable",
            2,
            egress: "open",
            actions: [remote],
            asNobody: EgressRow.Answer(
                verdict: "blocked",
                status: 2,
                egress: ["locally-blocked icmp", "locally-blocked icmp"],
                actions: [firewall, firewall]
            )
        ),
        EgressRow("offline-icmp", "inconclusive", 3, egress: "offline", actions: ["none"]),
        EgressRow("noroute", "inconclusive", 3, egress: "offline", actions: ["none"]),
        // Without DNS nothing is tried, so nothing is judged.
        EgressRow("dns-dead", "dns-failure", 3, actions: ["fix-dns"]),
        EgressRow("offline", "inconclusive", 3, egress: "offline", actions: ["none"]),
    ]

    /// The main server's own doing: never this machine's fault.
    static let remotes = [
        EgressRow("main-down", "unreachable", 2, egress: "open", actions: [remote]),
        EgressRow("main-silent", "filtered", 2, egress: "open", actions: [divert, remote]),
        EgressRow("main-drop25", "filtered", 2, egress: "open", actions: [divert, remote]),
        EgressRow(
            "main-drop25",
            "filtered",
            2,
            egress: "open",
            actions: [entry, remote],
            options: withoutPostfix
        ),
        EgressRow("main-reject25", "filtered", 2, egress: "open", actions: [divert, remote]),
        EgressRow("main-prohibit25", "filtered", 2, egress: "open", actions: [divert, remote]),
        EgressRow("main-refuse25", "filtered", 2, egress: "open", actions: [divert, remote]),
        EgressRow("main-554", "rejected", 2, egress: "open", actions: [remote]),
        EgressRow("main-421", "inconclusive", 3, egress: "open", actions: ["none"]),
        EgressRow("main-greylist", "healthy", 0, egress: "open"),
        EgressRow("main-tarpit", "degraded", 1, egress: "open", actions: [remote], patience: .long),
        EgressRow("silent-routers", "healthy", 0, egress: "open"),
        EgressRow("latency300", "healthy", 0, egress: "open"),
        EgressRow("latency2500", "healthy", 0, egress: "open", patience: .long),
        EgressRow("control-down", "healthy", 0, egress: "open", options: ["--controls", "always"]),
        EgressRow(
            "controls-down",
            "healthy",
            0,
            egress: "open",
            options: ["--controls", "always"]
        ),
    ]

    /// The same in one family alone: mail takes the other, and nobody else is to blame.
    ///
    /// Silence takes seconds, so that not each of its rows has a twin.
    static let oneFamily = [
        EgressRow(
            "reset-r1 4",
            "degraded",
            1,
            egress: "blocked reset hop 1",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "reset-r1 6",
            "degraded",
            1,
            egress: "open",
            "blocked reset hop 1",
            actions: [family, ask]
        ),
        EgressRow(
            "reset-r2 4",
            "degraded",
            1,
            egress: "blocked reset hop 2",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "reset-r2 6",
            "degraded",
            1,
            egress: "open",
            "blocked reset hop 2",
            actions: [family, ask]
        ),
        EgressRow(
            "prohibit-r1 4",
            "degraded",
            1,
            egress: "blocked icmp hop 1",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "prohibit-r1 6",
            "degraded",
            1,
            egress: "open",
            "blocked icmp hop 1",
            actions: [family, ask]
        ),
        EgressRow(
            "prohibit-r2 4",
            "degraded",
            1,
            egress: "blocked icmp hop 2",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "prohibit-r2 6",
            "degraded",
            1,
            egress: "open",
            "blocked icmp hop 2",
            actions: [family, ask]
        ),
        EgressRow(
            "drop-r1 4",
            "degraded",
            1,
            egress: "blocked drop hop 1",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "drop-r1 6",
            "degraded",
            1,
            egress: "open",
            "blocked drop hop 1",
            actions: [family, ask]
        ),
        EgressRow(
            "drop-r1-prerouting 4",
            "degraded",
            1,
            egress: "blocked drop hop 1",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "drop-r2 6",
            "degraded",
            1,
            egress: "open",
            "blocked drop hop 2",
            actions: [family, ask]
        ),
        EgressRow(
            "silent-routers-drop 4",
            "degraded",
            1,
            egress: "blocked drop",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "redirect 4",
            "degraded",
            1,
            egress: "intercepted hop 1",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "redirect 6",
            "degraded",
            1,
            egress: "open",
            "intercepted hop 1",
            actions: [family, ask]
        ),
        EgressRow(
            "redirect-r2 4",
            "degraded",
            1,
            egress: "intercepted hop 2",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "redirect-r2 6",
            "degraded",
            1,
            egress: "open",
            "intercepted hop 2",
            actions: [family, ask]
        ),
        EgressRow(
            "redirect-554 4",
            "degraded",
            1,
            egress: "intercepted hop 1",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "redirect-554 6",
            "degraded",
            1,
            egress: "open",
            "intercepted hop 1",
            actions: [family, ask]
        ),
        EgressRow(
            "proxy 4",
            "degraded",
            1,
            egress: "intercepted hop 1",
            "open",
            actions: [family, ask]
        ),
        EgressRow(
            "proxy 6",
            "degraded",
            1,
            egress: "open",
            "intercepted hop 1",
            actions: [family, ask]
        ),
        EgressRow(
            "local-drop 4",
            "degraded",
            1,
            egress: "locally-blocked drop",
            "open",
            actions: [firewall, family]
        ),
        EgressRow(
            "local-drop 6",
            "degraded",
            1,
            egress: "open",
            "locally-blocked drop",
            actions: [firewall, family]
        ),
        EgressRow(
            "local-reset 4",
            "degraded",
            1,
            egress: "locally-blocked reset",
            "open",
            actions: [firewall, family]
        ),
        EgressRow(
            "local-reset 6",
            "degraded",
            1,
            egress: "open",
            "locally-blocked reset",
            actions: [firewall, family]
        ),
        EgressRow(
            "local-icmp 4",
            "degraded",
            1,
            egress: "locally-blocked icmp",
            "open",
            actions: [firewall, family]
        ),
        EgressRow(
            "local-icmp 6",
            "degraded",
            1,
            egress: "open",
            "locally-blocked icmp",
            actions: [firewall, family]
        ),
        EgressRow(
            "local-redirect 4",
            "degraded",
            1,
            egress: "locally-blocked",
            "open",
            actions: [firewall, family]
        ),
        EgressRow(
            "local-redirect 6",
            "degraded",
            1,
            egress: "open",
            "locally-blocked",
            actions: [firewall, family]
        ),
        // The rule lets Postfix's own user out, which only root can find out.
        EgressRow(
            "local-user 4",
            "healthy",
            0,
            egress: "open",
            asNobody: EgressRow.Answer(
                verdict: "degraded",
                status: 1,
                egress: ["locally-blocked icmp", "open"],
                actions: [firewall, family]
            )
        ),
        EgressRow(
            "local-user 6",
            "healthy",
            0,
            egress: "open",
            asNobody: EgressRow.Answer(
                verdict: "degraded",
                status: 1,
                egress: ["open", "locally-blocked icmp"],
                actions: [firewall, family]
            )
        ),
        EgressRow("noroute 4", "degraded", 1, egress: "offline", "open", actions: ["none"]),
        EgressRow("noroute 6", "degraded", 1, egress: "open", "offline", actions: ["none"]),
        EgressRow("offline 4", "degraded", 1, egress: "offline", "open", actions: ["none"]),
        EgressRow("offline 6", "degraded", 1, egress: "open", "offline", actions: ["none"]),
        EgressRow("offline-icmp 4", "degraded", 1, egress: "offline", "open", actions: ["none"]),
        EgressRow("offline-icmp 6", "degraded", 1, egress: "open", "offline", actions: ["none"]),
        EgressRow("main-reject25 4", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-reject25 6", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-prohibit25 4", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-prohibit25 6", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-refuse25 4", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-refuse25 6", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-554 4", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-554 6", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-421 4", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-421 6", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-drop25 6", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-down 4", "degraded", 1, egress: "open", "open", actions: [remote]),
        EgressRow("main-greylist 4", "healthy", 0, egress: "open"),
    ]

    /// What to do when the usual cure does not fit.
    static let cures = [
        EgressRow(
            "wrong-2525",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [third, ask]
        ),
        EgressRow(
            "only-login",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [second, ask]
        ),
        EgressRow(
            "no-alternate",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: [second, ask]
        ),
        EgressRow(
            "relay-only",
            "blocked",
            2,
            egress: "blocked drop hop 1",
            actions: ["use-relayhost [relay.isp.test]", spare, ask],
            options: relay
        ),
        // A relay sends in its own name; whoever asked for one reads what became of it.
        EgressRow(
            "main-554",
            "rejected",
            2,
            egress: "open",
            actions: ["use-relayhost [relay.isp.test]", remote],
            options: relay
        ),
        EgressRow(
            "main-down",
            "unreachable",
            2,
            egress: "open",
            actions: [remote, "none"],
            options: relay
        ),
        EgressRow("clean", "healthy", 0, egress: "open", actions: ["none"], options: relay),
    ]

    @Test(arguments: blocked + intercepted + local + remotes + oneFamily + cures)
    func verdict(_ row: EgressRow) throws {
        try EgressNetwork.shared.enter(row.scenario)
        let documents = try EgressNetwork.shared.diagnose(row)
        for (user, transcript) in documents {
            let answer = row.answer(as: user)
            let document = try #require(
                try? Document(parsing: transcript.output),
                "as \(user): \(transcript.status) \(transcript.errors)"
            )
            let domain = try #require(document.domains.elements.first)
            #expect(domain.verdict.text == answer.verdict, "as \(user): \(domain.summary)")
            #expect(transcript.status == answer.status, "as \(user)")
            #expect(
                document.egress.elements.map(\.egressWords) == answer.egress,
                "as \(user): \(document.egress)"
            )
            #expect(
                domain.recommendations.elements.map(\.adviceWords) == answer.actions,
                "as \(user)"
            )
        }
    }

    /// Root is told which rule of this machine may do it, in either family; others cannot read it.
    @Test(arguments: [
        ("local-drop", "output"), ("local-icmp", "output"), ("local-redirect", "output-nat"),
    ])
    func namesTheRule(_ row: (scenario: String, chain: String)) throws {
        try EgressNetwork.shared.enter(row.scenario)
        let run = EgressRow(row.scenario, "blocked", 2, egress: "locally-blocked")
        for (user, transcript) in try EgressNetwork.shared.diagnose(run) {
            let domain = try Document(parsing: transcript.output).domains.elements.first
            let advice = domain?.recommendations.elements.filter {
                $0.action.text == "fix-local-firewall"
            }
            let rules = (advice ?? []).flatMap(\.snippets.elements).compactMap(\.title.text)
                .filter { $0.contains("nftables table inet scenario, chain \(row.chain), handle ") }
            #expect(rules.count == (user == .root ? 2 : 0), "as \(user): \(rules)")
        }
    }

    /// Where all is well, controls are left alone, and asked one question each on demand.
    @Test(arguments: [("auto", 0), ("always", 3)])
    func controlsAreSpared(_ row: (use: String, controls: Int)) throws {
        try EgressNetwork.shared.enter("clean")
        let run = EgressRow(
            "clean",
            "healthy",
            0,
            egress: "open",
            options: ["--controls", row.use]
        )
        let transcript = try #require(try EgressNetwork.shared.diagnose(run).first).1
        for family in try Document(parsing: transcript.output).egress.elements {
            let controls = family.controls.elements
            #expect(controls.count == row.controls)
            #expect(controls.map(\.attempts.elements.count).filter { $0 != 1 } == [])
            #expect(controls.map(\.referenceAttempts.elements.count).filter { $0 != 0 } == [])
            #expect(family.traces.elements.isEmpty)
        }
    }

    /// What may be said of a network that loses packets or comes and goes; chance decides the rest.
    struct Weather: Sendable, CustomTestStringConvertible {
        let scenario: String
        /// The verdicts that a domain may have.
        var verdicts = Weather.possible
        /// How many runs tell anything; as many as all others where this is left out.
        var runs: Int?

        /// What loss can make of a healthy domain, with the exit code: its host may seem to be down, or its port 25 alone.
        static let possible: [String: Int32] = [
            "healthy": 0, "degraded": 1, "inconclusive": 3, "unreachable": 2, "filtered": 2,
        ]

        var testDescription: String { scenario }
    }

    /// Loss and flapping make port 25 doubtful and never blocked; a burst of runs with fresh chances each.
    ///
    /// Four runs a network, so that the suite stays short; `MXPROBE_RANDOM_RUNS=20` makes them well over 100 in all.
    @Test(arguments: [
        // A fifth of the SYNs: that all of a session's are lost is one chance in 10^5.
        Weather(scenario: "loss20", verdicts: ["healthy": 0, "degraded": 1]),
        Weather(scenario: "loss60"), Weather(scenario: "packetloss30"), Weather(scenario: "flap"),
        Weather(scenario: "flap-link"),
        // Two SYNs pass in an hour: whoever comes later finds a block, and is right.
        Weather(scenario: "throttle", runs: 1),
        Weather(scenario: "throttle-half"),
    ])
    func neverWronglyBlocked(_ weather: Weather) throws {
        let scenario = weather.scenario
        try EgressNetwork.shared.enter(scenario)
        let row = EgressRow(scenario, "", 0, egress: "", options: ["--controls", "always"])
        let runs = weather.runs ?? EgressNetwork.randomRuns
        for transcript in try EgressNetwork.shared.repeatedly(row, times: runs) {
            let document = try Document(parsing: transcript.output)
            let egress = document.egress.elements.compactMap(\.verdict.text)
            #expect(
                Set(egress).isDisjoint(with: ["blocked", "intercepted", "locally-blocked"]),
                "\(document.egress)"
            )
            let domain = try #require(document.domains.elements.first)
            let verdict = try #require(domain.verdict.text)
            let status = try #require(weather.verdicts[verdict], "\(verdict): \(domain.summary)")
            #expect(transcript.status == status)
            // Nobody is accused of stopping port 25, but for letting it pass by turns.
            let advice = Set(domain.recommendations.elements.compactMap(\.action.text))
            let accusing: Set = ["request-unblock", "open-alternate-port", "use-relayhost"]
            #expect(!advice.contains("fix-local-firewall"), "\(advice)")
            #expect(egress.contains("throttled") || advice.isDisjoint(with: accusing), "\(advice)")
            #expect(advice.isEmpty == (verdict == "healthy"), "\(verdict): \(advice)")
        }
    }
}

extension Document {
    /// `VERDICT METHOD hop N` of one family.
    fileprivate var egressWords: String {
        let hop = self.blockedAt.hop.integer.map { "hop \($0)" }
        return [self.verdict.text, self.method.text, hop].compactMap(\.self).joined(separator: " ")
    }

    /// `ACTION RESULT` of one recommendation, or `ACTION PORT` where another port is to be opened.
    fileprivate var adviceWords: String {
        let isOpening = self.action.text == "open-alternate-port"
        // The member of that name, not what this value is as a text.
        let line = self.snippets.elements.last?[dynamicMember: "text"].text
        let port = isOpening ? line?.split(separator: ":").last : nil
        return [self.action.text, self.result.text, port.map(String.init)].compactMap(\.self)
            .joined(separator: " ")
    }
}
