import ArgumentParser

/// The root of the command tree.
struct MXProbe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mxprobe",
        abstract: "Tells whether mail can leave this machine, who stops it and where.",
        discussion: """
            EXIT STATUS
              0   all is well
              1   mail can flow, but something is not right
              2   mail cannot flow
              3   it could not be told
              64  bad usage
              74  a file could not be read or written
              75  another run is at work on the same state
              78  bad configuration

            FILES
              /etc/mxprobe/mxprobe.yaml   the configuration, if it exists ($MXPROBE_CONFIG names another)
            """,
        version: "mxprobe \(Version.current)",
        subcommands: [
            DiagnoseCommand.self, CheckCommand.self, TransportCommand.self, WebhookCommand.self,
            HistoryCommand.self, ConfigCommand.self,
        ]
    )
}
