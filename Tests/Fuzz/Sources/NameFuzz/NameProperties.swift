import ProbeModel

/// What must hold for names, addresses and escaped text whatever comes in.
enum NameProperties {
    /// The first property that an input breaks, or `nil`.
    static func violation(of input: [UInt8]) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        return domainViolation(text) ?? addressViolation(text, input) ?? networkViolation(text)
            ?? wireNameViolation(input) ?? safeTextViolation(text, input)
    }

    private static func domainViolation(_ text: String) -> String? {
        guard let name = DomainName(text) else { return nil }
        guard name.ascii.utf8.count <= DomainName.maximumLength,
            name.ascii.utf8.allSatisfy({ isNameByte($0) })
        else { return "a domain name has what none may have" }
        guard DomainName(name.ascii) == name, DomainName(DNSName(name)) == name else {
            return "a domain name does not survive being written"
        }
        guard DNSName(name).description == name.ascii else { return "a domain name needs escapes" }
        return IPAddress(text) == nil ? nil : "a domain name is an address"
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            return true
        default: return false
        }
    }

    private static func addressViolation(_ text: String, _ input: [UInt8]) -> String? {
        for address in [IPAddress(text), IPAddress(bytes: input)].compactMap({ $0 }) {
            guard IPAddress(address.description) == address,
                IPAddress(bytes: address.bytes) == address
            else { return "an address does not survive being written" }
            guard address.bytes.count == (address.family == .ipv4 ? 4 : 16) else {
                return "an address has the wrong size"
            }
            guard IPNetwork(address.description)?.contains(address) == true else {
                return "an address lies outside itself"
            }
            _ = SpecialPurpose.of(address)
        }
        return nil
    }

    private static func networkViolation(_ text: String) -> String? {
        guard let network = IPNetwork(text) else { return nil }
        guard IPNetwork(network.description) == network else {
            return "a network does not survive being written"
        }
        guard network.contains(network.base), network.prefixLength <= network.base.bitWidth else {
            return "a network does not hold its base"
        }
        return nil
    }

    /// Labels are the parts between zero bytes.
    private static func wireNameViolation(_ input: [UInt8]) -> String? {
        let labels = input.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
        guard let name = DNSName(labels: labels) else { return nil }
        let text = name.description
        guard text.utf8.allSatisfy({ (33...126).contains($0) }) else {
            return "a wire name is written with bytes that are not printable"
        }
        guard unescaped(text) == name.labels else { return "a wire name's text is ambiguous" }
        guard let domain = DomainName(name) else { return nil }
        return DNSName(domain) == name ? nil : "a host name differs from its wire name"
    }

    /// The labels that a master-file text stands for (RFC 1035 section 5.1).
    private static func unescaped(_ text: String) -> [[UInt8]] {
        var labels: [[UInt8]] = [[]]
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): labels.append([])
            case UInt8(ascii: "\\"):
                let digits = rest.prefix(3).prefix { (48...57).contains($0) }
                if digits.count == 3 {
                    labels[labels.count - 1].append(
                        UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 10 + Int($1) - 48 })
                    )
                    rest = rest.dropFirst(3)
                } else if let next = rest.popFirst() {
                    labels[labels.count - 1].append(next)
                }
            default: labels[labels.count - 1].append(byte)
            }
        }
        return labels
    }

    private static func safeTextViolation(_ text: String, _ input: [UInt8]) -> String? {
        let shown = SafeText.escape(input)
        guard
            shown.unicodeScalars.allSatisfy({
                $0.value >= 32 && !(127...159).contains($0.value)
                    && $0.properties.generalCategory != .format
            })
        else { return "escaped text holds a control character" }
        guard SafeText.escape(shown) == shown, SafeText.escape(shown.utf8) == shown else {
            return "escaping twice changes more"
        }
        let isUTF8 = Array(text.utf8) == input
        guard !isUTF8 || SafeText.escape(text) == shown else {
            return "text and its bytes are escaped in different ways"
        }
        return nil
    }
}
