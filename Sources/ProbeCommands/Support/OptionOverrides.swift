import Diagnosis
import Glibc
import InternationalNames
import LocalMachine
import ProbeEngine
import ProbeModel
import SMTPTransport
import Settings

/// What a run does: the configuration, overridden by the options.
struct OptionOverrides {
    /// The longest that a run may be told to last: a day.
    static let maximumTimeout = 86_400.0

    var engine = EngineSettings()
    var resolver = ResolverChoice()
    var timeout = Duration.zero
    var concurrency = 0
    var admission = AdmissionLimits()
    var relays: [DomainName] = []

    /// Applies the options.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - settings: The configuration.
    ///   - isBulk: Whether it is about a file of domains, which may be many, and other people's.
    /// - Returns: What the run does.
    /// - Throws: ``CommandFailure`` for the first option that makes no sense.
    static func apply(
        _ options: SharedOptions,
        to settings: Settings,
        isBulk: Bool = false
    ) throws -> OptionOverrides {
        var result = OptionOverrides()
        result.engine = engineSettings(settings)
        result.resolver = resolverChoice(settings)
        result.concurrency = settings.probe.concurrency
        result.admission = admissionLimits(settings.probe)
        result.relays = options.relay.isEmpty ? settings.relays : try options.relay.map(relay)
        let timeout =
            options.timeout ?? (isBulk ? maximumTimeout : SharedOptions.defaultTimeout)
        guard timeout > 0, timeout <= maximumTimeout else {
            throw CommandFailure.usage("--timeout must be above 0 and at most 86400 seconds")
        }
        result.timeout = .milliseconds(Int64(timeout * 1_000))
        if let ports = options.ports { try apply(ports: ports, to: &result.engine) }
        try apply(families: options, to: &result.engine)
        if let accepts = options.acceptCheck {
            result.engine.acceptanceCheck = accepts ? .always : .never
        } else if isBulk, result.engine.acceptanceCheck == .automatic {
            // Strangers' servers are not asked about recipients unless somebody wants that.
            result.engine.acceptanceCheck = .never
        }
        result.engine.triesAllPorts = options.allPorts
        try apply(controls: options, to: &result.engine)
        if !options.resolver.isEmpty {
            result.resolver.servers = try options.resolver.map { text in
                let resolver = try get(ResolverAddress.read(text))
                return (resolver.address, resolver.port)
            }
        }
        if let dnssec = options.dnssec { result.resolver.validatesDNSSEC = dnssec == .on }
        if let file = options.trustAnchor { result.resolver.trustAnchorPath = file }
        if let file = result.resolver.trustAnchorPath, result.resolver.validatesDNSSEC {
            try requireReadable(file)
        }
        return result
    }

    /// A trust anchor that somebody named and that cannot be read must not silently mean no validation.
    private static func requireReadable(_ file: String) throws {
        guard access(file, R_OK) != 0 else { return }
        let reason = String(cString: strerror(errno))
        throw CommandFailure.inputOutput("cannot read the trust anchor \(file): \(reason)")
    }

    private static func relay(_ text: String) throws -> DomainName {
        switch DomainNameReader.read(text) {
        case .success(let name): return name.name
        case .failure(let mistake):
            throw CommandFailure.usage("--relay: \(mistake.description)", hint: mistake.hint)
        }
    }

    private static func apply(ports text: String, to engine: inout EngineSettings) throws {
        let ports = try get(PortList.read(text))
        engine.triesSMTPPort = ports.contains(Endpoint.smtpPort)
        engine.alternatePorts = ports.filter { $0 != Endpoint.smtpPort }
    }

    private static func apply(
        controls options: SharedOptions,
        to engine: inout EngineSettings
    ) throws {
        engine.traces = !options.noTrace
        switch options.controls {
        case .auto: engine.controlUse = .automatic
        case .always: engine.controlUse = .always
        case .never: engine.controlUse = .never
        }
        guard !options.control.isEmpty else { return }
        engine.controls = try options.control.map { text in
            let control = try get(ControlOption.read(text, readName: SettingsReading.names))
            return Control(host: control.host, referencePorts: control.referencePorts)
        }
    }

    private static func apply(
        families options: SharedOptions,
        to engine: inout EngineSettings
    ) throws {
        switch (options.ipv4Only, options.ipv6Only) {
        case (true, true): throw CommandFailure.usage("-4 and -6 exclude each other")
        case (true, false): engine.families = [.ipv4]
        case (false, true): engine.families = [.ipv6]
        case (false, false): break
        }
    }

    private static func engineSettings(_ settings: Settings) -> EngineSettings {
        var engine = EngineSettings()
        engine.alternatePorts = settings.ports.alternates
        engine.controls = settings.controls.map {
            Control(
                host: $0.host,
                referencePorts: $0.referencePorts,
                controlOperator: $0.declaredOperator
            )
        }
        if engine.controls.isEmpty { engine.controls = BuiltInControls.all }
        engine.ehloName = settings.probe.ehloName?.ascii ?? defaultEHLOName
        engine.limits.connect = settings.probe.connectTimeout
        engine.limits.greeting = settings.probe.greetingTimeout
        engine.limits.reply = settings.probe.replyTimeout
        engine.limits.session = settings.probe.sessionTimeout
        engine.allowedSpecialPurpose = settings.dns.allowSpecialPurpose
        engine.sourceAddresses[.ipv4] = settings.probe.sourceIPv4
        engine.sourceAddresses[.ipv6] = settings.probe.sourceIPv6
        switch settings.probe.acceptCheck {
        case .auto: engine.acceptanceCheck = .automatic
        case .always: engine.acceptanceCheck = .always
        case .never: engine.acceptanceCheck = .never
        }
        return engine
    }

    private static func admissionLimits(_ probe: ProbeSettings) -> AdmissionLimits {
        func limit(_ number: Int) -> Int? { number == 0 ? nil : number }
        return AdmissionLimits(
            perAddress: limit(probe.perAddress),
            perNetwork: limit(probe.perNetwork),
            perSecond: limit(probe.perSecond)
        )
    }

    private static func resolverChoice(_ settings: Settings) -> ResolverChoice {
        ResolverChoice(
            servers: settings.dns.resolvers.map { ($0.address, $0.port) },
            validatesDNSSEC: settings.dns.dnssec,
            trustAnchorPath: settings.dns.trustAnchor
        )
    }

    /// This machine's name where it is a host name, else an address literal as RFC 5321 section 4.1.3 has it.
    private static var defaultEHLOName: String {
        if let name = DomainName(LocalMachine.hostname), name.labels.count > 1 { return name.ascii }
        let address = LocalMachine.interfaceAddresses.sorted().first {
            SpecialPurpose.of($0) == nil
        }
        switch address?.family {
        case .ipv4: return "[\(address?.description ?? "")]"
        case .ipv6: return "[IPv6:\(address?.description ?? "")]"
        case nil: return LocalMachine.hostname.isEmpty ? "localhost" : LocalMachine.hostname
        }
    }

    private static func get<Value>(_ result: Result<Value, OptionError>) throws -> Value {
        do {
            return try result.get()
        } catch {
            throw CommandFailure.usage(error.description)
        }
    }
}
