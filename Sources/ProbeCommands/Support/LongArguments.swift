/// Arguments with each long run of names replaced by one stand-in.
///
/// The argument parser takes time with the square of the number of arguments: half a minute for ten thousand names
/// where it is built without optimisation.
struct LongArguments {
    /// Runs of fewer names are left to the parser.
    static let shortestRun = 100

    /// What the parser is given.
    private(set) var short: [String] = []

    private var runs: [[String]] = []

    /// Takes the arguments after the program's name.
    init(_ arguments: some Sequence<String>) {
        var run: [String] = []
        // The first word is the command, and one behind an option may be its value.
        var mayBeMore = true
        for argument in arguments {
            if argument.hasPrefix("-") || mayBeMore {
                append(run)
                run = []
                short.append(argument)
                mayBeMore = argument.hasPrefix("-")
            } else {
                run.append(argument)
            }
        }
        append(run)
    }

    /// The names with those that a stand-in stands for in its place.
    func expand(_ names: [String]) -> [String] {
        names.flatMap { name in
            runs.indices.first { LongArguments.standIn($0) == name }.map { runs[$0] } ?? [name]
        }
    }

    private mutating func append(_ run: [String]) {
        guard run.count >= LongArguments.shortestRun else {
            short += run
            return
        }
        short.append(LongArguments.standIn(runs.count))
        runs.append(run)
    }

    /// No argument can hold what this begins with: the system ends arguments there.
    private static func standIn(_ number: Int) -> String { "\0\(number)" }
}

/// A command that takes names as arguments.
protocol NamesTaking: SendableMetatype {
    /// The names, as they were typed.
    var names: [String] { get set }
}
