import Glibc
import InternationalNames
import ProbeModel

/// The names on the command line or on standard input.
enum NameArguments {
    /// The most that is read from standard input, in bytes: some hundred thousand names.
    static let maximumInput = 16 << 20

    /// How many mistakes are told one by one.
    static let maximumMistakes = 20

    /// Reads the names, each once, in the order given.
    static func read(_ arguments: [String]) throws -> [InputName] {
        guard !arguments.isEmpty else {
            throw CommandFailure.usage(
                "no domain is named",
                hint: "for example: mxprobe diagnose example.com"
            )
        }
        let texts = try arguments.flatMap { $0 == "-" ? try lines() : [$0] }
        guard !texts.isEmpty else { throw CommandFailure.usage("standard input names no domain") }
        return try read(texts: texts)
    }

    /// Reads the names in a file, one a line; `-` is standard input.
    static func read(file: String) throws -> [InputName] {
        guard file != "-" else { return try read(["-"]) }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure.inputOutput(
                "cannot read \(file): \(String(cString: strerror(errno)))"
            )
        }
        defer { close(descriptor) }
        let texts = try lines(of: descriptor, named: file)
        guard !texts.isEmpty else { throw CommandFailure.usage("\(file) names no domain") }
        return try read(texts: texts)
    }

    private static func read(texts: [String]) throws -> [InputName] {
        var names: [InputName] = []
        var seen: Set<DomainName> = []
        var mistakes: [InputNameError] = []
        for text in texts {
            switch DomainNameReader.read(text) {
            case .success(let name): if seen.insert(name.name).inserted { names.append(name) }
            case .failure(let mistake): mistakes.append(mistake)
            }
        }
        if mistakes.isEmpty { return names }
        throw failure(mistakes)
    }

    private static func failure(_ mistakes: [InputNameError]) -> CommandFailure {
        var messages = mistakes.prefix(maximumMistakes).map(\.description)
        if mistakes.count > maximumMistakes {
            messages.append("\(mistakes.count - maximumMistakes) further names are no domain names")
        }
        return .usage(messages, hint: mistakes.first?.hint)
    }

    /// The lines of a file, without blank lines and comments that begin with `#`.
    private static func lines(
        of descriptor: Int32 = STDIN_FILENO,
        named name: String = "standard input"
    ) throws -> [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw CommandFailure.inputOutput(
                    "cannot read \(name): \(String(cString: strerror(errno)))"
                )
            }
            bytes += buffer[..<count]
            if bytes.count > maximumInput {
                throw CommandFailure.usage(
                    "\(name) is longer than \(maximumInput >> 20) MiB"
                )
            }
        }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            var line = line
            while let last = line.last, last == 13 || last == 32 || last == 9 { line.removeLast() }
            while let first = line.first, first == 32 || first == 9 { line.removeFirst() }
            guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
            return String(decoding: line, as: UTF8.self)
        }
    }
}
