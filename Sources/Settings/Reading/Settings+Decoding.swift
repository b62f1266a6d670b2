internal import Yams

extension Settings {
    /// Decodes a configuration file, or tells all its mistakes in the order of the file.
    package static func decode(
        _ bytes: [UInt8],
        readName: NameReader = .ascii
    ) -> Result<Settings, SettingsErrors> {
        let mistakes = MistakeList()
        var settings = Settings()
        if let text = SettingsText.decode(bytes, mistakes: mistakes),
            let root = SettingsDocument.parse(text, mistakes: mistakes)
        {
            let reader = ValueReader(node: root, path: "", mistakes: mistakes)
            if !reader.isNull { settings.read(reader, readName) }
        }
        return mistakes.isEmpty
            ? .success(settings) : .failure(SettingsErrors(all: mistakes.inOrder))
    }

    private mutating func read(_ reader: ValueReader, _ readName: NameReader) {
        let settings: Settings? = reader.section { section in
            var settings = Settings()
            settings.readDomains(section, readName)
            section.read("ports", into: &settings.ports) { $0.section(PortSettings.init) }
            section.read("controls", into: &settings.controls) { list in
                list.list(atMost: SettingsLimits.entries) { item in
                    item.section { ControlSettings($0, readName) }
                }
            }
            section.read("relays", into: &settings.relays) { list in
                list.list(atMost: SettingsLimits.entries) { $0.name(readName) }
            }
            section.read("probe", into: &settings.probe) {
                $0.section { ProbeSettings($0, readName) }
            }
            section.read("dns", into: &settings.dns) { $0.section(DNSSettings.init) }
            section.read("postfix", into: &settings.postfix) { $0.section(PostfixSettings.init) }
            section.read("alert", into: &settings.alert) { $0.section(AlertSettings.init) }
            section.read("transport", into: &settings.transport) {
                $0.section(TransportSettings.init)
            }
            section.read("webhooks", into: &settings.webhooks, WebhookSettings.readList)
            section.read("heartbeat", into: &settings.heartbeat) {
                $0.section(HeartbeatSettings.init)
            }
            section.read("state", into: &settings.state) { $0.section(StateSettings.init) }
            return settings
        }
        if let settings { self = settings }
    }

    private mutating func readDomains(_ section: SectionReader, _ readName: NameReader) {
        section.read("domains", into: &domains) { list in
            list.list(atMost: .max) { $0.name(readName) }
        }
        section.read("domains_from", into: &domainsFrom) { $0.choice(DomainsSource.self) }
    }
}
