import AlertPolicy
import Foundation
import InternationalNames
import ProbeModel
import Settings
import Testing

@Suite struct SettingsDecodingTests {
    private func decode(_ text: String, _ readName: NameReader = .ascii) throws -> Settings {
        try Settings.decode(Array(text.utf8), readName: readName).get()
    }

    @Test(
        "the example is every default",
        arguments: [Settings.example, "", "\n", "# nothing\n", "---\n", "{}", "~", "dns:\n"]
    )
    func defaults(text: String) throws {
        #expect(try decode(text) == Settings())
    }

    @Test("the example names every key that a section holds")
    func exampleIsComplete() throws {
        let sections = [
            "ports", "probe", "dns", "postfix", "alert", "transport", "state",
        ]
        for section in sections {
            let result = Settings.decode(Array("\(section): {zzzzzzzz: 1}".utf8))
            guard case .failure(let errors) = result else {
                Issue.record("accepted")
                continue
            }
            let text = try #require(errors.all.first?.suggestion)
            let keys = text.split(separator: " ").dropFirst(4).map { $0.filter { $0 != "," } }
            #expect(!keys.isEmpty)
            for key in keys {
                #expect(Settings.example.contains("\n  \(key):"), "\(section).\(key)")
            }
        }
    }

    @Test("the examples within the example work when uncommented")
    func commentedExamples() throws {
        let lines = Settings.example.split(separator: "\n", omittingEmptySubsequences: false)
        var uncommented: [Substring] = []
        for line in lines {
            let isExample = line.first == "#" && line.dropFirst().first.map { $0 != " " } == true
            let isIndented = line.hasPrefix("#  ")
            guard isExample || isIndented else {
                uncommented.append(line)
                continue
            }
            let example = line.dropFirst()
            let key = example.prefix { $0 != ":" } + ":"
            // The example stands in for the default above it.
            if let last = uncommented.last, last.hasPrefix(key) { uncommented.removeLast() }
            uncommented.append(example)
        }
        let settings = try decode(uncommented.joined(separator: "\n"))
        #expect(settings.domains.map(\.ascii) == ["domain1.com", "domain2.net"])
        #expect(settings.domainsFrom == .postfix)
        #expect(settings.dns.resolvers.map(\.description) == ["192.0.2.53", "2001:db8::53@5353"])
        #expect(settings.webhooks.first?.events == [.domainDown, .domainRecovered])
        #expect(settings.webhooks.first?.secret == .file("/etc/mxprobe/ops.secret"))
        #expect(settings.heartbeat?.url == .literal("https://hb.example/uuid"))
        #expect(settings.alert.maintenance.count == 2)
        #expect(settings.controls.first?.operatorName == "example.net")
    }

    @Test("the file in examples/ is the example")
    func exampleFile() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = try String(
            contentsOf: root.appending(path: "examples/mxprobe.yaml"),
            encoding: .utf8
        )
        #expect(file == Settings.example)
    }

    @Test("every value gets to its place")
    func everyValue() throws {
        let settings = try decode(
            """
            domains: [a.test, "B.test", a.test]
            ports: {alternates: []}
            controls: [{host: smtp.a.test}, {host: smtp.b.test, reference_ports: [443], operator: B & Co}]
            """.replacing(" & ", with: " and ")
                + """

                relays: [relay.a.test]
                probe:
                  ehlo_name: me.test
                  source_ipv4: 192.0.2.1
                  source_ipv6: 2001:db8::1
                  connect_timeout: 1s
                  greeting_timeout: 2s
                  reply_timeout: 1500ms
                  session_timeout: 1h
                  accept_check: never
                  concurrency: 1
                  per_address: 2
                  per_network: 30
                  per_second: 400
                dns:
                  dnssec: false
                  trust_anchor: /etc/root.key
                  allow_special_purpose: [198.18.0.0/15, 2001:2::/48]
                postfix: {config_directory: /etc/postfix-out}
                alert: {after_failures: 1, after_successes: 9, remind_every: 1d, unknown_after: 2h, flap_stops: 7, flap_window: 3h, flap_quiet: 5m, certificate_notice: 30d}
                transport: {mode: apply, strategy: overlay, style: failover, map: /m, min_dwell: 0s, flap_window: 6h, max_dwell: 4h, flush_queue: false}
                heartbeat: {url_env: HB}
                state: {path: /s, retention: 1h}
                """
        )
        #expect(settings.domains.map(\.ascii) == ["a.test", "b.test"])
        #expect(settings.ports.alternates.isEmpty)
        #expect(settings.controls.map(\.operatorName) == ["a.test", "B and Co"])
        #expect(settings.controls.map(\.referencePorts) == [[587, 2_525], [443]])
        #expect(settings.relays.map(\.ascii) == ["relay.a.test"])
        #expect(settings.probe.ehloName?.ascii == "me.test")
        #expect(settings.probe.sourceIPv4 == IPAddress("192.0.2.1"))
        #expect(settings.probe.sourceIPv6 == IPAddress("2001:db8::1"))
        #expect(settings.probe.connectTimeout == .seconds(1))
        #expect(settings.probe.greetingTimeout == .seconds(2))
        #expect(settings.probe.replyTimeout == .milliseconds(1_500))
        #expect(settings.probe.sessionTimeout == .seconds(3_600))
        #expect(settings.probe.acceptCheck == .never)
        #expect(settings.probe.concurrency == 1)
        #expect(settings.probe.perAddress == 2)
        #expect(settings.probe.perNetwork == 30)
        #expect(settings.probe.perSecond == 400)
        #expect(!settings.dns.dnssec)
        #expect(settings.dns.trustAnchor == "/etc/root.key")
        #expect(
            settings.dns.allowSpecialPurpose.map(\.description) == ["198.18.0.0/15", "2001:2::/48"]
        )
        #expect(settings.postfix.configDirectory == "/etc/postfix-out")
        #expect(settings.alert.afterFailures == 1)
        #expect(settings.alert.afterSuccesses == 9)
        #expect(settings.alert.remindEvery == .seconds(86_400))
        #expect(settings.alert.unknownAfter == .seconds(7_200))
        #expect(settings.alert.flapStops == 7)
        #expect(settings.alert.flapWindow == .seconds(10_800))
        #expect(settings.alert.flapQuiet == .seconds(300))
        #expect(settings.alert.certificateNotice == .seconds(30 * 86_400))
        #expect(settings.transport.mode == .apply)
        #expect(settings.transport.strategy == .overlay)
        #expect(settings.transport.style == .failover)
        #expect(settings.transport.map == "/m")
        #expect(settings.transport.minDwell == .zero)
        #expect(settings.transport.flapWindow == .seconds(21_600))
        #expect(settings.transport.maxDwell == .seconds(14_400))
        #expect(!settings.transport.flushQueue)
        #expect(settings.heartbeat?.url == .environment("HB"))
        #expect(settings.state.path == "/s")
        #expect(settings.state.retention == .seconds(3_600))
    }

    @Test("the defaults are those of the policies")
    func defaultsOfThePolicies() {
        let alert = AlertSettings()
        let rules = AlertRules()
        #expect(alert.afterFailures == rules.afterFailures)
        #expect(alert.afterSuccesses == rules.afterSuccesses)
        #expect(alert.remindEvery == rules.remindEvery.map { .seconds($0) })
        #expect(alert.unknownAfter == .seconds(rules.unknownAfter))
        #expect(alert.flapStops == rules.flapStops)
        #expect(alert.flapWindow == .seconds(rules.flapWindow))
        #expect(alert.flapQuiet == .seconds(rules.flapQuiet))
        #expect(alert.certificateNotice == .seconds(rules.certificateNotice))
        let transport = TransportSettings()
        let changes = TransportRules()
        #expect(transport.afterFailures == changes.afterFailures)
        #expect(transport.afterSuccesses == changes.afterSuccesses)
        #expect(transport.minDwell == .seconds(changes.minDwell))
        #expect(transport.flapWindow == .seconds(changes.flapWindow))
        #expect(transport.maxDwell == .seconds(changes.maximumDwell))
    }

    @Test("names beyond ASCII are read by the reader that is handed in")
    func internationalNames() throws {
        let reader = NameReader { try DomainNameReader.read($0).get().name }
        let settings = try decode("domains: [bücher.example]", reader)
        #expect(settings.domains.map(\.ascii) == ["xn--bcher-kva.example"])
        guard
            case .failure(let errors) = Settings.decode(
                Array("domains: [a@b.test]".utf8),
                readName: reader
            )
        else {
            Issue.record("accepted")
            return
        }
        #expect(
            errors.all.map(\.description) == [
                "'domains[0]': 'a@b.test' is an e-mail address, not a domain name at line 1, column 11"
            ]
        )
    }

    @Test("a byte order mark and Windows line ends do no harm")
    func windows() throws {
        #expect(try decode("\u{FEFF}dns:\r\n  dnssec: false\r\n").dns.dnssec == false)
    }

    @Test("printing settings never shows a secret")
    func secrets() throws {
        let settings = try decode(
            """
            webhooks: [{name: a, format: json, url: "https://hunter2.test/", secret: hunter2, proxy: "http://u:hunter2@p"}]
            heartbeat: {url: "https://hb.test/hunter2"}
            """
        )
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [dumped, "\(settings)", String(reflecting: settings), "\(settings.webhooks)"] {
            #expect(text.contains("(hidden)"))
            #expect(!text.contains("hunter2"))
        }
    }
}
