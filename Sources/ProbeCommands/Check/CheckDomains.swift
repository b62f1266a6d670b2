import InternationalNames
import ProbeModel
import Settings

/// The domains that a health check is about, and where they come from.
struct CheckDomains {
    /// The domains, each once.
    let names: [InputName]

    /// Whether these are the domains that the configuration stands for, and not some that were named for this run.
    let isWhole: Bool

    /// Reads the arguments and the file, takes those of Postfix, or else the configured ones.
    ///
    /// - Parameters:
    ///   - arguments: The names on the command line.
    ///   - file: The file of `--domains-file`.
    ///   - isOpen: Whether further domains come from elsewhere, so that none need be named here.
    ///   - usesPostfix: Whether the domains that this machine's Postfix relays are asked for.
    ///   - shard: The part of them to check, which may hold none; `nil` for all.
    ///   - settings: What the configuration says.
    ///   - postfix: This machine's Postfix.
    /// - Throws: ``CommandFailure`` where no domain is named.
    init(
        _ arguments: [String],
        file: String?,
        isOpen: Bool = false,
        usesPostfix: Bool,
        shard: Shard? = nil,
        settings: Settings,
        postfix: PostfixHere?
    ) async throws {
        var names: [InputName] = []
        if !arguments.isEmpty { names += try NameArguments.read(arguments) }
        if let file { names += try NameArguments.read(file: file) }
        let isConfigured = names.isEmpty && !usesPostfix && !isOpen
        isWhole = isConfigured && shard == nil
        if isConfigured { names += settings.domains.map(Self.named) }
        if usesPostfix || isConfigured && settings.domainsFrom == .postfix {
            names += try await Self.relayed(by: postfix)
        }
        var seen: Set<DomainName> = []
        self.names = names.filter {
            shard?.contains($0.name) != false && seen.insert($0.name).inserted
        }
        guard !names.isEmpty || isOpen else {
            throw CommandFailure.usage(
                "no domain is named",
                hint:
                    "name some, or give --domains-file FILE or --postfix, or list 'domains' in the configuration"
            )
        }
    }

    /// The domains that this machine's Postfix relays and lists by name.
    static func relayed(by postfix: PostfixHere?) async throws -> [InputName] {
        guard let postfix else {
            throw CommandFailure.inputOutput(
                "there is no configured Postfix on this machine to take the domains from"
            )
        }
        return try await postfix.namedRelayDomains().map(named)
    }

    private static func named(_ domain: DomainName) -> InputName {
        InputName(name: domain, display: DomainNameReader.display(domain))
    }
}
