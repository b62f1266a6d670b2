import ArgumentParser

/// Postfix's transport maps: what they do, what is wrong with them, and the change that gets mail flowing.
struct TransportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transport",
        abstract:
            "Look into Postfix's transport maps, and divert domains around a blocked port 25.",
        subcommands: [
            TransportLookupCommand.self, TransportAuditCommand.self, TransportPlanCommand.self,
            TransportApplyCommand.self, TransportRevertCommand.self,
        ]
    )
}

/// How the answer of a `transport` command is written.
enum TransportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
