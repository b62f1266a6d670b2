import AlertPolicy
import ProbeModel

/// The settings in force as a configuration file that means the same, without its secrets.
///
/// A secret that the configuration itself holds becomes a comment; where a secret comes from is no secret.
package struct SettingsListing: Sendable {
    private var lines: [String] = []

    /// Lists settings.
    package init(_ settings: Settings) {
        add("domains", SettingsListing.names(settings.domains))
        add("domains_from", settings.domainsFrom?.rawValue)
        section("ports") { $0.add("alternates", "\(settings.ports.alternates)") }
        addControls(settings.controls)
        add("relays", SettingsListing.names(settings.relays))
        addProbe(settings.probe)
        addDNS(settings.dns)
        section("postfix") { $0.addText("config_directory", settings.postfix.configDirectory) }
        addAlert(settings.alert)
        addTransport(settings.transport)
        addWebhooks(settings.webhooks)
        addHeartbeat(settings.heartbeat)
        section("state") {
            $0.addText("path", settings.state.path)
            $0.add("retention", DurationText.text(settings.state.retention))
        }
    }

    /// The listing; every line ends with a line break.
    package var text: String { lines.map { $0 + "\n" }.joined() }

    private mutating func add(_ key: String, _ value: String?) {
        lines.append("\(key): \(value ?? "null")")
    }

    private mutating func addText(_ key: String, _ text: String?) {
        add(key, text.map(SettingsListing.quoted))
    }

    private mutating func section(_ key: String, _ fill: (inout SettingsListing) -> Void) {
        var inner = SettingsListing()
        fill(&inner)
        lines.append("\(key):")
        lines += inner.lines.map { "  " + $0 }
    }

    private init() {}

    private mutating func addControls(_ controls: [ControlSettings]) {
        guard !controls.isEmpty else { return add("controls", "[]") }
        lines.append("controls:")
        for control in controls {
            let whose = control.declaredOperator.map { ", operator: \(Self.quoted($0))" } ?? ""
            lines.append(
                "  - {host: \(Self.quoted(control.host.ascii)), "
                    + "reference_ports: \(control.referencePorts)\(whose)}"
            )
        }
    }

    private mutating func addProbe(_ probe: ProbeSettings) {
        section("probe") {
            $0.addText("ehlo_name", probe.ehloName?.ascii)
            $0.addText("source_ipv4", probe.sourceIPv4?.description)
            $0.addText("source_ipv6", probe.sourceIPv6?.description)
            $0.add("connect_timeout", DurationText.text(probe.connectTimeout))
            $0.add("greeting_timeout", DurationText.text(probe.greetingTimeout))
            $0.add("reply_timeout", DurationText.text(probe.replyTimeout))
            $0.add("session_timeout", DurationText.text(probe.sessionTimeout))
            $0.add("accept_check", probe.acceptCheck.rawValue)
            $0.add("concurrency", "\(probe.concurrency)")
            $0.add("per_address", "\(probe.perAddress)")
            $0.add("per_network", "\(probe.perNetwork)")
            $0.add("per_second", "\(probe.perSecond)")
        }
    }

    private mutating func addDNS(_ dns: DNSSettings) {
        section("dns") {
            $0.add("resolvers", Self.list(dns.resolvers.map(\.description)))
            $0.add("dnssec", "\(dns.dnssec)")
            $0.addText("trust_anchor", dns.trustAnchor)
            $0.add("allow_special_purpose", Self.list(dns.allowSpecialPurpose.map(\.description)))
        }
    }

    private mutating func addAlert(_ alert: AlertSettings) {
        section("alert") {
            $0.add("after_failures", "\(alert.afterFailures)")
            $0.add("after_successes", "\(alert.afterSuccesses)")
            $0.add("remind_every", alert.remindEvery.map(DurationText.text))
            $0.add("unknown_after", DurationText.text(alert.unknownAfter))
            $0.add("flap_stops", "\(alert.flapStops)")
            $0.add("flap_window", DurationText.text(alert.flapWindow))
            $0.add("flap_quiet", DurationText.text(alert.flapQuiet))
            $0.add("certificate_notice", DurationText.text(alert.certificateNotice))
            $0.add("maintenance", Self.list(alert.maintenance.map(\.description)))
        }
    }

    private mutating func addTransport(_ transport: TransportSettings) {
        section("transport") {
            $0.add("mode", transport.mode.rawValue)
            $0.add("strategy", transport.strategy.rawValue)
            $0.add("style", transport.style.rawValue)
            $0.addText("map", transport.map)
            $0.add("after_failures", "\(transport.afterFailures)")
            $0.add("after_successes", "\(transport.afterSuccesses)")
            $0.add("min_dwell", DurationText.text(transport.minDwell))
            $0.add("flap_window", DurationText.text(transport.flapWindow))
            $0.add("max_dwell", DurationText.text(transport.maxDwell))
            $0.add("flush_queue", "\(transport.flushQueue)")
        }
    }

    private mutating func addWebhooks(_ webhooks: [WebhookSettings]) {
        guard !webhooks.isEmpty else { return add("webhooks", "[]") }
        lines.append("webhooks:")
        for webhook in webhooks {
            var inner = SettingsListing()
            inner.addText("name", webhook.name)
            inner.add("format", webhook.format.rawValue)
            inner.addSecret("url", webhook.url)
            if let secret = webhook.secret { inner.addSecret("secret", secret) }
            inner.add("events", "[\(webhook.events.map(\.rawValue).joined(separator: ", "))]")
            inner.addText("ca_file", webhook.caFile)
            if let file = webhook.clientCertificateFile { inner.addText("client_cert_file", file) }
            if let file = webhook.clientKeyFile { inner.addText("client_key_file", file) }
            if let proxy = webhook.proxy { inner.addSecret("proxy", proxy) }
            if let file = webhook.templateFile { inner.addText("template_file", file) }
            lines += inner.lines.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
        }
    }

    private mutating func addHeartbeat(_ heartbeat: HeartbeatSettings?) {
        guard let heartbeat else { return add("heartbeat", nil) }
        section("heartbeat") { $0.addSecret("url", heartbeat.url) }
    }

    private mutating func addSecret(_ key: String, _ source: SecretPlace) {
        switch source {
        case .literal: lines.append("# \(key): hidden; the configuration file holds it")
        case .file(let path): addText(key + "_file", path)
        case .environment(let name): addText(key + "_env", name)
        }
    }

    private static func names(_ names: [DomainName]) -> String { list(names.map(\.ascii)) }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ", ") + "]"
    }

    /// A double-quoted scalar (YAML 1.2 section 7.3.1) without a character that a terminal acts on.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case _ where SafeText.escape(String(scalar)) != String(scalar): quoted += escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
