import ProbeModel

/// Recognises the things that people paste where a domain name is asked for.
enum InputMistake {
    /// The mistake in a text, or `nil` when it may be a name.
    ///
    /// The order matters: a URL may hold an `@`, and an e-mail address a colon.
    static func find(in text: String) -> InputNameError? {
        if text.isEmpty {
            return InputNameError(.empty, in: text, "is not a domain name: it is empty")
        }
        if text.utf8.count > DomainNameReader.maximumInputLength {
            return InputNameError(
                .length,
                in: text,
                "is not a domain name: \(DomainNameError.tooLong)"
            )
        }
        return control(text) ?? url(text) ?? space(text) ?? mailAddress(text) ?? address(text)
            ?? port(text) ?? path(text) ?? wildcard(text)
    }

    /// The first ASCII character that no name holds, made safe to print.
    static func firstForbidden(in text: String) -> String? {
        text.unicodeScalars.first { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": return false
            default: return true
            }
        }.map { SafeText.escape(String($0)) }
    }

    /// The first character of a label that IDNA2008 refuses even alone, with its code point.
    static func firstDisallowed(in label: String) -> String? {
        let culprit = label.unicodeScalars.first { scalar in
            guard !scalar.isASCII,
                case .failure(.disallowed) = LabelConversion.ascii(String(scalar))
            else { return false }
            return scalar.properties.generalCategory != .nonspacingMark
        }
        guard let culprit else { return nil }
        let digits = String(culprit.value, radix: 16, uppercase: true)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        return "'\(SafeText.escape(String(culprit)))' (U+\(padding)\(digits))"
    }

    private static func control(_ text: String) -> InputNameError? {
        guard let scalar = text.unicodeScalars.first(where: isControl) else { return nil }
        let shown = SafeText.escape(String(scalar))
        return InputNameError(
            .controlCharacter,
            in: text,
            "is not a domain name: it contains the control character \(shown)"
        )
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // The category Cc, which is fixed, without the search for a character's properties.
        scalar.value <= 0x1f || (0x7f...0x9f).contains(scalar.value)
    }

    private static func url(_ text: String) -> InputNameError? {
        guard let scheme = text.firstRange(of: "://") else { return nil }
        let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return InputNameError(
            .url,
            in: text,
            "is a URL, not a domain name",
            hint: suggestion(host.prefix { $0 != ":" })
        )
    }

    private static func space(_ text: String) -> InputNameError? {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
        let scalars = text.unicodeScalars
        guard scalars.contains(where: isSpace) else { return nil }
        let words = scalars.split(whereSeparator: isSpace)
        return InputNameError(
            .space,
            in: text,
            "is not a domain name: it contains a space",
            hint: words.count == 1 ? suggestion(Substring(words[0])) : nil
        )
    }

    private static func mailAddress(_ text: String) -> InputNameError? {
        guard let at = text.lastIndex(of: "@") else { return nil }
        return InputNameError(
            .mailAddress,
            in: text,
            "is an e-mail address, not a domain name",
            hint: suggestion(text[text.index(after: at)...].prefix { $0 != ">" })
        )
    }

    private static func address(_ text: String) -> InputNameError? {
        guard isAddress(text) else { return nil }
        return InputNameError(
            .address,
            in: text,
            "is an address, not a domain name",
            hint: "give the domain, or a mail host by its name with --host"
        )
    }

    /// Whether a text is an address: bare, in brackets (RFC 5321 section 4.1.3), or with a prefix length or port.
    private static func isAddress(_ text: String) -> Bool {
        if IPNetwork(text) != nil || IPAddress(text) != nil { return true }
        let beforeSlash = text.prefix { $0 != "/" }
        if IPAddress(String(beforeSlash)) != nil { return true }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let inner = text[text.index(after: text.startIndex)..<end]
            let bare = inner.lowercased().hasPrefix("ipv6:") ? inner.dropFirst(5) : inner
            return IPAddress(String(bare)) != nil
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && IPAddress(String(parts[0])) != nil
    }

    private static func port(_ text: String) -> InputNameError? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let name = text[..<colon]
        let port = text[text.index(after: colon)...]
        guard !name.isEmpty, !port.isEmpty, port.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return InputNameError(
            .port,
            in: text,
            "is not a domain name: it has a port",
            hint: suggestion(name).map { $0 + " ports are chosen with --ports" }
        )
    }

    private static func path(_ text: String) -> InputNameError? {
        guard let slash = text.firstIndex(of: "/"), slash != text.startIndex else { return nil }
        return InputNameError(
            .path,
            in: text,
            "is not a domain name: it contains '/'",
            hint: suggestion(text[..<slash])
        )
    }

    private static func wildcard(_ text: String) -> InputNameError? {
        guard text.contains("*") else { return nil }
        let hint = text.hasPrefix("*.") ? suggestion(text.dropFirst(2)) : nil
        return InputNameError(.wildcard, in: text, "is a pattern, not a domain name", hint: hint)
    }

    /// What to type instead, when the part of the text that was probably meant is a name.
    private static func suggestion(_ part: Substring) -> String? {
        let part = String(part)
        guard find(in: part) == nil, case .success(let input) = DomainNameReader.readPlain(part)
        else { return nil }
        return "did you mean domain \(input.display ?? input.name.ascii)?"
    }
}
