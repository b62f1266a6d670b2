/// One service of master.cf, as `postconf -M` prints it (master(5)).
public struct MasterService: Hashable, Sendable {
    /// The name; of a service on the network the host and port.
    public let name: String

    /// The type: `inet`, `unix`, `fifo`, `pass`, `unix-dgram`.
    public let type: String

    /// Whether only Postfix's own processes reach it; `nil` for `-`, the default, which is yes.
    public let isPrivate: Bool?

    /// Whether it runs in the queue directory as its root; `nil` for `-`, the default.
    public let isChrooted: Bool?

    /// The most processes at once; `nil` for `-`, the default, and 0 for no limit.
    public let processLimit: Int?

    /// The command without its arguments, `smtp`.
    public let command: String

    /// The arguments; what stood in braces is one argument without them.
    public let arguments: [String]

    /// The parameters that `-o name=value` sets for this service alone; the last one counts.
    public let overrides: [String: String]

    /// The fields of a line before the arguments.
    private static let fieldCount = 8

    /// Reads one logical line; `nil` when it is no service.
    public init?(_ line: String) {
        let fields = ParameterText.words(line)
        guard fields.count >= Self.fieldCount, !fields[0].hasPrefix("#") else { return nil }
        name = fields[0]
        type = fields[1]
        isPrivate = Self.flag(fields[2])
        isChrooted = Self.flag(fields[4])
        processLimit = Int(fields[6])
        command = fields[7]
        arguments = fields.dropFirst(Self.fieldCount).map { argument in
            ParameterText.braced(argument).map(ParameterText.trimmed) ?? argument
        }
        overrides = Self.overrides(in: arguments)
    }

    private static func flag(_ field: String) -> Bool? { ["y": true, "n": false][field] }

    /// The services that `postconf -M` prints, one a line; a line that begins with white space
    /// belongs to the one before.
    public static func list(_ text: String) -> [MasterService] {
        var lines: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.first?.isWhitespace == true, let last = lines.popLast() {
                lines.append(last + line)
            } else {
                lines.append(String(line))
            }
        }
        return lines.compactMap { MasterService($0) }
    }

    /// The options come before other arguments; `-o name=value` and `-oname=value` are the same.
    private static func overrides(in arguments: [String]) -> [String: String] {
        var overrides: [String: String] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst(), argument.hasPrefix("-"), argument != "--" {
            guard argument.hasPrefix("-o") else { continue }
            let text = argument == "-o" ? rest.popFirst() : String(argument.dropFirst(2))
            guard let text, let pair = ParameterText.nameAndValue(text) else { continue }
            overrides[pair.name] = pair.value
        }
        return overrides
    }
}
