import ProbeModel

extension PortSettings {
    /// Reads the section `ports`.
    init(_ section: SectionReader) {
        self.init()
        section.read("alternates", into: &alternates) { value in
            PortSettings.readPorts(value, twentyFive: "holds 25, which is always tried")
        }
    }

    /// Reads a list of ports without 25.
    static func readPorts(_ value: ValueReader, twentyFive: String) -> [UInt16]? {
        var seen: Set<Int> = []
        return value.list(atMost: PortList.maximumCount) { item -> UInt16? in
            guard let port = item.integer(in: 1...65_535) else { return nil }
            guard port != 25 else {
                item.mistakes.add(
                    .badValue,
                    "'\(value.path)' \(twentyFive)",
                    at: Position(item.node)
                )
                return nil
            }
            guard seen.insert(port).inserted else {
                let message = "'\(value.path)' holds \(port) twice"
                item.mistakes.add(.badValue, message, at: Position(item.node))
                return nil
            }
            return UInt16(exactly: port)
        }
    }
}

extension ControlSettings {
    /// Reads an item of `controls`; `nil` without a host.
    init?(_ section: SectionReader, _ readName: NameReader) {
        let host = section.required("host") { $0.name(readName) }
        var ports = ControlSettings.defaultReferencePorts
        section.read("reference_ports", into: &ports) { value in
            let ports = PortSettings.readPorts(
                value,
                twentyFive: "holds 25, which cannot be its own reference"
            )
            return value.isEmptyList ? value.bad("must hold a port other than 25") : ports
        }
        let declaredOperator = section.optional("operator") { $0.shortText() }
        guard let host else { return nil }
        self.init(host: host, referencePorts: ports, declaredOperator: declaredOperator)
    }
}

extension ProbeSettings {
    /// Reads the section `probe`.
    init(_ section: SectionReader, _ readName: NameReader) {
        self.init()
        section.read("ehlo_name", into: &ehloName) { $0.name(readName) }
        section.read("source_ipv4", into: &sourceIPv4) { ProbeSettings.address($0, .ipv4) }
        section.read("source_ipv6", into: &sourceIPv6) { ProbeSettings.address($0, .ipv6) }
        section.read("connect_timeout", into: &connectTimeout) {
            $0.duration(in: SettingsLimits.timeout)
        }
        section.read("greeting_timeout", into: &greetingTimeout) {
            $0.duration(in: SettingsLimits.timeout)
        }
        section.read("reply_timeout", into: &replyTimeout) {
            $0.duration(in: SettingsLimits.timeout)
        }
        section.read("session_timeout", into: &sessionTimeout) {
            $0.duration(in: SettingsLimits.timeout)
        }
        section.read("accept_check", into: &acceptCheck) { $0.choice(AcceptCheck.self) }
        section.read("concurrency", into: &concurrency) {
            $0.integer(in: SettingsLimits.concurrency)
        }
        section.read("per_address", into: &perAddress) {
            $0.integer(in: SettingsLimits.sessionsPerPeer)
        }
        section.read("per_network", into: &perNetwork) {
            $0.integer(in: SettingsLimits.sessionsPerPeer)
        }
        section.read("per_second", into: &perSecond) {
            $0.integer(in: SettingsLimits.sessionsPerSecond)
        }
        if sessionTimeout < connectTimeout {
            section.mistakes.add(
                .badValue,
                "'\(section.path(of: "session_timeout"))' is shorter than "
                    + "'\(section.path(of: "connect_timeout"))'",
                at: section.position(of: "session_timeout")
            )
        }
    }

    private static func address(_ value: ValueReader, _ family: AddressFamily) -> IPAddress? {
        let name = family == .ipv4 ? "an IPv4 address" : "an IPv6 address"
        guard let address: IPAddress = value.parsed(name) else { return nil }
        return address.family == family ? address : value.bad("must be \(name)")
    }
}

extension DNSSettings {
    /// Reads the section `dns`.
    init(_ section: SectionReader) {
        self.init()
        section.read("resolvers", into: &resolvers) { list in
            list.list(atMost: SettingsLimits.entries) {
                $0.parsed("an address", suggestion: "write IP or IP@PORT")
            }
        }
        section.read("dnssec", into: &dnssec) { $0.boolean() }
        section.read("trust_anchor", into: &trustAnchor) { $0.absolutePath() }
        section.read("allow_special_purpose", into: &allowSpecialPurpose) { list in
            list.list(atMost: SettingsLimits.entries) {
                $0.parsed(
                    "a range of addresses",
                    suggestion: "write it like 192.0.2.0/24, with no bits set beyond the prefix"
                )
            }
        }
    }
}
