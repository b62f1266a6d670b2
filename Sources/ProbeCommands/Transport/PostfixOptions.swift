import ArgumentParser

/// Which Postfix of this machine is meant.
struct PostfixOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .long],
        help: ArgumentHelp("The directory with Postfix's main.cf.", valueName: "dir")
    )
    var postfixConfig: String?
}
