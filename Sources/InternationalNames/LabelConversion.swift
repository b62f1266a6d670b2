internal import CIDN2

/// One label between its forms, by libidn2.
///
/// Labels are converted one at a time, because libidn2 refuses a whole name for an ASCII label such as
/// `r3---sn` that DNS holds.
enum LabelConversion {
    /// Why libidn2 refused a label.
    enum Failure: Error {
        /// A character that IDNA2008 does not allow (RFC 5892).
        case disallowed
        /// Letters of opposite directions in an order that cannot be read safely (RFC 5893).
        case direction
        /// A hyphen at an edge, or in third and fourth place.
        case hyphen
        /// The A-label would be longer than 63 bytes.
        case length
        /// Any other rule, or no memory.
        case other
    }

    /// What curl asks for: capitals and width variants folded (UTS 46), sharp s and final sigma kept.
    private static let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)

    /// The A-label of a U-label; text with a NUL byte must not get here.
    static func ascii(_ label: String) -> Result<String, Failure> {
        var output: UnsafeMutablePointer<UInt8>?
        let code = label.withCString(encodedAs: UTF8.self) { idn2_lookup_u8($0, &output, flags) }
        defer { idn2_free(output) }
        guard code == IDN2_OK.rawValue, let output else { return .failure(failure(code)) }
        return .success(String(cString: output))
    }

    /// The U-label of an A-label, or `nil` when it does not decode or does not encode to the same again.
    static func unicode(_ label: String) -> String? {
        var output: UnsafeMutablePointer<CChar>?
        let code = idn2_to_unicode_8z8z(label, &output, 0)
        defer { idn2_free(output) }
        guard code == IDN2_OK.rawValue, let output else { return nil }
        guard let decoded = String(validatingCString: output),
            case .success(label) = ascii(decoded)
        else { return nil }
        return decoded
    }

    private static func failure(_ code: Int32) -> Failure {
        switch code {
        case IDN2_DISALLOWED.rawValue, IDN2_UNASSIGNED.rawValue, IDN2_CONTEXTJ.rawValue,
            IDN2_CONTEXTO.rawValue, IDN2_CONTEXTJ_NO_RULE.rawValue,
            IDN2_CONTEXTO_NO_RULE.rawValue, IDN2_LEADING_COMBINING.rawValue:
            return .disallowed
        case IDN2_BIDI.rawValue: return .direction
        case IDN2_2HYPHEN.rawValue, IDN2_HYPHEN_STARTEND.rawValue: return .hyphen
        case IDN2_TOO_BIG_LABEL.rawValue, IDN2_TOO_BIG_DOMAIN.rawValue,
            IDN2_PUNYCODE_BIG_OUTPUT.rawValue:
            return .length
        default: return .other
        }
    }
}
