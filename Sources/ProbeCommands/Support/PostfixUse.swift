import ArgumentParser

/// Whether a command that can do without Postfix looks at this machine's.
struct PostfixUse: ParsableArguments {
    @Flag(help: "Ignore this machine's Postfix.")
    var noPostfix = false
}
