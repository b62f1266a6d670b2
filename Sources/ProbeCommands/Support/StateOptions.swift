import ArgumentParser

/// Which state database is meant.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep the state in FILE. (default: the configuration's, else the system's place)",
            valueName: "file"
        )
    )
    var state: String?
}
