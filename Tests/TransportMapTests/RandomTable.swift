import TestSupport

/// Random tables: bytes without sense, and text that is close to what people write.
enum RandomTable {
    /// Any bytes, those that mean something to the grammar more often.
    static func bytes(_ generator: inout SeededGenerator, count: Int) -> [UInt8] {
        let special = Array("  \t\n\n\r#\"\\:=*@.aB\u{0}".utf8) + [0xc3, 0xa4, 0xff]
        return (0..<Int.random(in: 0...count, using: &generator)).map { _ in
            generator.once(in: 3)
                ? UInt8.random(in: .min ... .max, using: &generator) : generator.pick(special)
        }
    }

    /// Lines of a table: entries, comments, continuations, mistakes.
    static func text(
        _ generator: inout SeededGenerator,
        lines: Int,
        isClean: Bool = false
    ) -> [UInt8] {
        var table: [UInt8] = []
        for _ in 0..<Int.random(in: 0...lines, using: &generator) {
            table += line(&generator, isClean: isClean)
            table += ending(&generator)
        }
        if generator.once(in: 4), table.last == 10 { table.removeLast() }
        return table
    }

    private static func ending(_ generator: inout SeededGenerator) -> [UInt8] {
        generator.once(in: 12) ? [13, 10] : [10]
    }

    private static func line(_ generator: inout SeededGenerator, isClean: Bool) -> [UInt8] {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: return []
        case 1: return Array("  \t".utf8)
        case 2: return Array("# a comment".utf8)
        case 3: return Array("   # an indented comment".utf8)
        case 4: return Array("#".utf8) + key(&generator) + Array(" smtp:x".utf8)
        case 5, 6: return gap(&generator) + value(&generator)
        case 7 where !isClean: return mistake(&generator)
        default: return key(&generator) + gap(&generator) + value(&generator)
        }
    }

    /// Keys out of a small set, so that they repeat and addresses meet them.
    static func key(_ generator: inout SeededGenerator) -> [UInt8] {
        let domain = generator.pick(domains)
        let text: String =
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: "*"
            case 1, 2: "." + domain
            case 3, 4: generator.pick(locals) + "@" + domain
            case 5:
                "\"" + generator.pick(["a b", "x\\\"y", "odd@local", "tab\there"]) + "\"@" + domain
            default: domain
            }
        return recased(Array(text.utf8), &generator)
    }

    static let domains = [
        "domain1.test", "mail.domain1.test", "deep.mail.domain1.test", "domain2.test",
        "sub.domain2.test", "test", "backup.test", "bücher.test", "local.test", "[192.0.2.1]",
        "relayed.test", "a.relayed.test",
    ]

    static let locals = [
        "user", "user+ext", "user+ext+more", "user-ext", "+ext", "a b", "x\"y", "postmaster+x",
        "mailer-daemon", "MAILER-DAEMON", "double-bounce+x", "owner-list", "list-request",
        "-request", "jörg", "jörg+ext", "a..b", "first.last", "odd@local", "back\\slash", "a%b",
        "a!b", "user=ext", "two  spaces", "(comment)", "semi;colon", "[x]",
    ]

    static func recased(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        guard generator.once(in: 3) else { return bytes }
        return bytes.map { byte in
            (97...122).contains(byte) && Bool.random(using: &generator) ? byte - 32 : byte
        }
    }

    private static func gap(_ generator: inout SeededGenerator) -> [UInt8] {
        Array(generator.pick([" ", "\t", "   ", " \t ", "\u{c}", "\r "]).utf8)
    }

    static func value(_ generator: inout SeededGenerator) -> [UInt8] {
        let text = generator.pick([
            "smtp:mail.domain1.test", "smtp:[mail.domain1.test]:2525", ":[192.0.2.1]", ":", "smtp:",
            "smtp", "relay:[a.test]:25, [a.test]:2525", "error:no such place # really",
            "error:", "retry:", "retry:later", "lmtp:unix:/run/lmtp", "slow:\u{e4}\u{f6}",
            "smtp:[ipv6:2001:db8::1]:25", "x:y:z", "smtp: spaced out ", "smtp:host\rmore",
        ])
        return Array(text.utf8)
    }

    private static func mistake(_ generator: inout SeededGenerator) -> [UInt8] {
        let mistakes: [[UInt8]] = [
            Array("lonely".utf8), Array("\"open quote smtp:x".utf8), [0xff, 0x20, 0x61],
            Array("domain2.test".utf8) + [32, 0xe4, 0x20], Array("key: value".utf8),
            Array("esc\\ aped key smtp:y".utf8), Array("trailing\\".utf8), [0, 97, 32, 98],
            Array("nul".utf8) + [0] + Array(" smtp:x".utf8), Array("x smtp:a".utf8) + [0, 0xff],
            Array("ä smtp:a".utf8) + [0, 0xff], Array("half\"quoted key\"end v".utf8),
            Array("\"\" v".utf8), Array("\\".utf8), Array("\\ ".utf8), Array("\u{b}vt v".utf8),
            Array("STRASSE\u{df}.test smtp:s".utf8), Array("ΣΊΣΥΦΟΣ.test smtp:s".utf8),
        ]
        return generator.pick(mistakes)
    }
}
