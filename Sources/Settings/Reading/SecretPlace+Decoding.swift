import AlertPolicy

extension SecretPlace {
    /// Reads a secret from the one of `KEY`, `KEY_file` and `KEY_env` that is given.
    ///
    /// The closure tells the rule that a literal value breaks, without the value; `nil` for none.
    static func read(
        _ key: String,
        in section: SectionReader,
        isRequired: Bool = false,
        _ rule: (String) -> String?
    ) -> SecretPlace? {
        var sources: [(key: String, source: SecretPlace)] = []
        var isBroken = false
        func add(_ key: String, _ read: (ValueReader) -> SecretPlace?) {
            let found: SecretPlace?? = section.optional(key) { value in
                var value = value
                value.isSecret = true
                let source = read(value)
                isBroken = isBroken || source == nil
                return source
            }
            if let source = found ?? nil { sources.append((key, source)) }
        }
        add(key) { literal($0, rule) }
        add(key + "_file") { $0.absolutePath().map(SecretPlace.file) }
        add(key + "_env") { variable($0) }
        if sources.count > 1 {
            let second = sources[1].key
            section.mistakes.add(
                .badValue,
                "'\(section.path(of: second))' and '\(section.path(of: sources[0].key))' exclude each other",
                at: section.position(of: second)
            )
        }
        if isRequired, sources.isEmpty, !isBroken {
            section.mistakes.add(
                .missingKey,
                "'\(section.path(of: key))' is missing",
                at: section.position,
                suggestion: "give it, or \(key)_file or \(key)_env"
            )
        }
        return sources.first?.source
    }

    /// The rule that a URL breaks; `nil` for none.
    static func urlRule(_ text: String, schemes: [String]) -> String? {
        let rule =
            "must be a URL that begins with " + schemes.map { $0 + "://" }.joined(separator: " or ")
        guard let colon = text.firstRange(of: "://"),
            schemes.contains(text[..<colon.lowerBound].lowercased())
        else { return rule }
        let authority = text[colon.upperBound...].prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard !host.isEmpty, host.first != ":" else { return "must be a URL with a host" }
        let isPlain = text.unicodeScalars.allSatisfy { (0x21...0x7e).contains($0.value) }
        return isPlain ? nil : "must be a URL without spaces or characters beyond ASCII"
    }

    private static func literal(_ value: ValueReader, _ rule: (String) -> String?) -> SecretPlace? {
        guard let text = value.text() else { return nil }
        guard text.utf8.count <= SettingsLimits.secretLength else {
            return value.bad("must be no longer than \(SettingsLimits.secretLength) bytes")
        }
        if let rule = rule(text) { return value.bad(rule) }
        return .literal(text)
    }

    private static func variable(_ value: ValueReader) -> SecretPlace? {
        guard let text = value.text() else { return nil }
        let isName =
            !text.isEmpty && text.utf8.first.map { (48...57).contains($0) } == false
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || $0 == 95
            }
        return isName
            ? .environment(text) : value.bad("must be the name of an environment variable")
    }
}
