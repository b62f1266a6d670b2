/// A domain or host name that mail can be sent to, in ASCII form (A-labels).
///
/// Labels hold letters, digits, hyphens and underscores (the last only occur in names such as
/// `_25._tcp`), at most 63 bytes each and 253 bytes in all (RFC 1035 section 2.3.4, RFC 5321
/// section 4.5.3.1.2). Letters are lower case, and there is no final dot. A name that is
/// all digits and dots is refused, because it is an address or a mistyped one (RFC 3696 section 2).
public struct DomainName: Hashable, Sendable, LosslessStringConvertible {
    /// The longest name in bytes, dots included and without a final dot.
    public static let maximumLength = 253

    /// The name, as sent to DNS and to mail servers.
    public let ascii: String

    /// Reads a name in ASCII form, with or without one final dot.
    public init?(_ text: String) {
        guard case .success(let name) = DomainName.read(text) else { return nil }
        self = name
    }

    /// Reads what DNS sent; `nil` when it is not a host name.
    public init?(_ name: DNSName) {
        let labels = name.labels
        guard !name.isRoot, labels.allSatisfy({ $0.allSatisfy { $0 < 128 && $0 != 46 } })
        else { return nil }
        self.init(labels.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "."))
    }

    private init(checked: String) { ascii = checked }

    /// Reads a name in ASCII form, telling which rule it breaks.
    public static func read(_ text: String) -> Result<DomainName, DomainNameError> {
        var text = text[...]
        if text.utf8.last == dot { text = Substring(text.utf8.dropLast()) }
        guard !text.isEmpty else { return .failure(.empty) }
        guard text.utf8.count <= maximumLength else { return .failure(.tooLong) }
        // Bytes: to tell characters apart costs more than all the rest.
        let labels = text.utf8.split(separator: dot, omittingEmptySubsequences: false)
        for label in labels {
            if label.isEmpty { return .failure(.emptyLabel) }
            if label.count > DNSName.maximumLabelLength { return .failure(.labelTooLong) }
            if !label.allSatisfy(isAllowed) { return .failure(.forbiddenCharacter) }
            if label.first == hyphen || label.last == hyphen {
                return .failure(.hyphenAtEdge)
            }
        }
        if labels.last.map({ $0.allSatisfy { (48...57).contains($0) } }) == true {
            return .failure(.numeric)
        }
        return .success(DomainName(checked: text.lowercased()))
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let dot = UInt8(ascii: ".")

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, hyphen, UInt8(ascii: "_"): return true
        default: return false
        }
    }

    /// The labels, leftmost first.
    public var labels: [Substring] {
        ascii.utf8.split(separator: Self.dot).map { Substring($0) }
    }

    /// The name in ASCII form.
    public var description: String { ascii }

    /// This name with labels put in front, or `nil` when the whole would be too long.
    public func prefixed(by labels: String...) -> DomainName? {
        DomainName((labels + [ascii]).joined(separator: "."))
    }

    /// Whether this is `other` or lies below it.
    public func isEqualOrBelow(_ other: DomainName) -> Bool {
        ascii == other.ascii || ascii.hasSuffix("." + other.ascii)
    }
}

extension DomainName: Comparable {
    /// Orders names by their ASCII form.
    public static func < (left: DomainName, right: DomainName) -> Bool { left.ascii < right.ascii }
}
