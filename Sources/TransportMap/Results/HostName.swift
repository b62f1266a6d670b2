/// Whether text is a host name as Postfix understands it (`valid_hostname`).
enum HostName {
    /// The longest name, in bytes.
    static let maximumLength = 255

    /// The longest label, in bytes (RFC 1035 section 2.3.4).
    static let maximumLabelLength = 63

    /// Whether the bytes are letters, digits, hyphens and underscores in labels, with at least
    /// one character that is no digit; text beyond ASCII is left to IDNA and accepted.
    static func isValid(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.allSatisfy(\.isASCII) else { return UTF8Check.isValid(name) }
        guard !name.isEmpty, name.count <= maximumLength else { return false }
        guard name.contains(where: { !$0.isDigit && $0 != .dot }) else { return false }
        return name.split(separator: .dot, omittingEmptySubsequences: false)
            .allSatisfy(isValidLabel)
    }

    private static func isValidLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...maximumLabelLength).contains(label.count)
            && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isLetter($0) || $0.isDigit || $0 == hyphen || $0 == 95 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (97...122).contains(byte.lowercased)
    }
}
