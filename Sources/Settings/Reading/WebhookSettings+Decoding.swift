import AlertPolicy

extension WebhookSettings {
    /// The schemes that a proxy may have; libcurl knows these by name.
    private static let proxySchemes = ["http", "https", "socks5", "socks5h"]

    /// Reads the list `webhooks`.
    static func readList(_ list: ValueReader) -> [WebhookSettings]? {
        var names: Set<String> = []
        return list.list(atMost: SettingsLimits.entries) { item in
            item.section { section in
                let webhook = WebhookSettings(section)
                if let webhook, !names.insert(webhook.name).inserted {
                    section.mistakes.add(
                        .badValue,
                        "'\(section.path(of: "name"))' is the name of another webhook",
                        at: section.position(of: "name")
                    )
                }
                return webhook
            }
        }
    }

    /// Reads an item of `webhooks`; `nil` when it lacks what it cannot do without.
    private init?(_ section: SectionReader) {
        let name = section.required("name") { $0.shortText() }
        let format = section.required("format") { $0.choice(WebhookFormat.self) }
        let url = SecretPlace.read("url", in: section, isRequired: true, WebhookSettings.isWebURL)
        let secret = SecretPlace.read("secret", in: section) {
            $0.isEmpty ? "must not be empty" : nil
        }
        let events = section.optional("events") { list in
            list.list(atMost: SettingsLimits.entries) { $0.choice(EventKind.self) }
        }
        let caFile = section.optional("ca_file") { $0.absolutePath() }
        let clientCertificateFile = section.optional("client_cert_file") { $0.absolutePath() }
        let clientKeyFile = section.optional("client_key_file") { $0.absolutePath() }
        let proxy = SecretPlace.read("proxy", in: section) {
            SecretPlace.urlRule($0, schemes: WebhookSettings.proxySchemes)
        }
        let templateFile = section.optional("template_file") { $0.absolutePath() }
        WebhookSettings.checkClientCertificate(section)
        guard let name, let format, let url else { return nil }
        self.init(
            name: name,
            format: format,
            url: url,
            secret: secret,
            events: events ?? EventKind.allCases,
            caFile: caFile,
            clientCertificateFile: clientCertificateFile,
            clientKeyFile: clientKeyFile,
            proxy: proxy,
            templateFile: templateFile
        )
        checkTemplate(section)
    }

    /// A certificate without its key proves nothing, and a key alone no more.
    private static func checkClientCertificate(_ section: SectionReader) {
        let keys = ["client_cert_file", "client_key_file"]
        let given = keys.filter(section.isGiven)
        guard given.count == 1, let missing = keys.first(where: { $0 != given[0] }) else { return }
        section.mistakes.add(
            .missingKey,
            "'\(section.path(of: missing))' is missing, without which '\(given[0])' is of no use",
            at: section.position(of: given[0])
        )
    }

    private func checkTemplate(_ section: SectionReader) {
        guard (format == .template) != section.isGiven("template_file") else { return }
        let key = section.path(of: "template_file")
        let message =
            format == .template
            ? "'\(key)' is missing, which the format 'template' needs"
            : "'\(key)' is only for the format 'template'"
        section.mistakes.add(.badValue, message, at: section.position(of: "template_file"))
    }

    /// The rule that a URL of a webhook breaks; `nil` for none.
    static func isWebURL(_ text: String) -> String? {
        SecretPlace.urlRule(text, schemes: ["http", "https"])
    }
}

extension HeartbeatSettings {
    /// Reads the section `heartbeat`; `nil` without a URL.
    init?(_ section: SectionReader) {
        let url = SecretPlace.read("url", in: section, isRequired: true, WebhookSettings.isWebURL)
        guard let url else { return nil }
        self.init(url: url)
    }
}
