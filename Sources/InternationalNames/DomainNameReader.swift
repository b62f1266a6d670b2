package import ProbeModel

/// Reads what a person types as a domain name, and shows names the way a person reads them.
///
/// A-labels and U-labels are both read (IDNA2008, RFC 5891, with the foldings of UTS 46, not transitional).
/// An ASCII label is taken as it is, even an `xn--` label that does not decode: DNS can hold it, mail servers
/// carry it, and whoever runs it wants it diagnosed.
package enum DomainNameReader {
    /// The longest text that is looked at, in bytes; four bytes for each of 253 characters fit.
    static let maximumInputLength = 1_024

    /// The dots of UTS 46 section 2.3: full stop, ideographic, fullwidth and halfwidth ones.
    private static let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]

    /// Reads a name, with or without one final dot.
    package static func read(_ text: String) -> Result<InputName, InputNameError> {
        if let mistake = InputMistake.find(in: text) { return .failure(mistake) }
        return readPlain(text)
    }

    /// The name with U-labels, or `nil` when it is all ASCII, does not round-trip, or holds a character
    /// that would be invisible or reorder the text around it.
    package static func display(_ name: DomainName) -> String? {
        var hasInternationalLabel = false
        var labels: [String] = []
        for label in name.labels {
            guard label.hasPrefix("xn--") else {
                labels.append(String(label))
                continue
            }
            guard let decoded = LabelConversion.unicode(String(label)),
                SafeText.escape(decoded) == decoded
            else { return nil }
            hasInternationalLabel = true
            labels.append(decoded)
        }
        return hasInternationalLabel ? labels.joined(separator: ".") : nil
    }

    /// Reads a name that is known not to be a URL, an address or the like.
    static func readPlain(_ text: String) -> Result<InputName, InputNameError> {
        asciiForm(text).flatMap { ascii in
            DomainName.read(ascii)
                .map { InputName(name: $0, display: display($0)) }
                .mapError { ruleError($0, in: text, ascii: ascii) }
        }
    }

    /// The text with every label that is not ASCII turned into its A-label.
    private static func asciiForm(_ text: String) -> Result<String, InputNameError> {
        var labels: [String] = []
        let parts = text.unicodeScalars.split(
            omittingEmptySubsequences: false,
            whereSeparator: dots.contains
        )
        for part in parts {
            guard !part.allSatisfy(\.isASCII) else {
                labels.append(String(part))
                continue
            }
            let asciiPart = String(String.UnicodeScalarView(part.filter(\.isASCII)))
            if InputMistake.firstForbidden(in: asciiPart) != nil {
                return .failure(ruleError(.forbiddenCharacter, in: text, ascii: asciiPart))
            }
            switch LabelConversion.ascii(String(part)) {
            case .success(let label):
                // A folding can yield a slash, a dot, which moves the labels' borders, or nothing.
                guard !label.isEmpty, !label.contains("."),
                    InputMistake.firstForbidden(in: label) == nil
                else {
                    return .failure(labelError(.disallowed, label: String(part), in: text))
                }
                labels.append(label)
            case .failure(let failure):
                return .failure(labelError(failure, label: String(part), in: text))
            }
        }
        return .success(labels.joined(separator: "."))
    }

    private static func ruleError(
        _ rule: DomainNameError,
        in text: String,
        ascii: String = ""
    ) -> InputNameError {
        switch rule {
        case .empty: return InputNameError(.empty, in: text, "is not a domain name: it is empty")
        case .forbiddenCharacter:
            let culprit = InputMistake.firstForbidden(in: ascii).map { "'\($0)'" }
            return InputNameError(
                .character,
                in: text,
                "is not a domain name: it contains \(culprit ?? "a character no name holds")",
                hint: rule.description
            )
        case .labelTooLong, .tooLong:
            return InputNameError(.length, in: text, "is not a domain name: \(rule)")
        case .emptyLabel, .hyphenAtEdge, .numeric, .notInternational:
            return InputNameError(.form, in: text, "is not a domain name: \(rule)")
        }
    }

    private static func labelError(
        _ failure: LabelConversion.Failure,
        label: String,
        in text: String
    ) -> InputNameError {
        let quoted = InputNameError.quote(label)
        switch failure {
        case .length: return ruleError(.labelTooLong, in: text)
        case .hyphen: return ruleError(.hyphenAtEdge, in: text)
        case .direction:
            return InputNameError(
                .international,
                in: text,
                "is not a domain name: IDNA does not allow the mixed writing directions in \(quoted)"
            )
        case .disallowed, .other:
            let culprit = InputMistake.firstDisallowed(in: label)
            return InputNameError(
                .international,
                in: text,
                "is not a domain name: IDNA does not allow \(culprit ?? "the label \(quoted)")",
                hint: "a name that is in use all the same can be given in its xn-- form"
            )
        }
    }
}
