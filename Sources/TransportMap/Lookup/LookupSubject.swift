/// What a transport is looked up for.
public enum LookupSubject: Hashable, Sendable {
    /// A recipient, in internal form: no angle brackets, and no quotes around the local part.
    ///
    /// An empty address is the null address.
    case address(String)

    /// Any recipient of a domain that has no entry of its own.
    case domain(String)

    /// The address as the resolver completes it before it looks anything up, or the domain.
    ///
    /// The null address becomes `empty_address_recipient`, an address without a domain gets
    /// `myhostname`, and one dot at the end of the domain goes away. Routing characters in front
    /// of a domain of this machine's own (`user%domain`, `domain!user`) are not rewritten here.
    package func completed(_ settings: LookupSettings) -> Completed {
        switch self {
        case .domain(let domain):
            return Completed(text: Self.withoutFinalDot(Array(domain.utf8)), isAddress: false)
        case .address(let address):
            let isNull = address.isEmpty || address == "<>"
            var text = Array((isNull ? settings.emptyAddressRecipient : address).utf8)
            if !text.contains(.at) { text += [.at] + Array(settings.hostname.utf8) }
            return Completed(text: Self.withoutFinalDot(text), isAddress: true)
        }
    }

    /// An address with its domain, or a domain.
    package struct Completed {
        package let text: [UInt8]
        let isAddress: Bool

        /// Where the domain starts.
        var domainStart: Int {
            isAddress ? (text.lastIndex(of: .at).map { $0 + 1 } ?? text.startIndex) : 0
        }

        /// What follows the last `@`.
        package var domain: ArraySlice<UInt8> { text[domainStart...] }
    }

    private static func withoutFinalDot(_ text: [UInt8]) -> [UInt8] {
        guard text.count > 1, text.last == .dot, ![.dot, .at].contains(text[text.count - 2])
        else { return text }
        return text.dropLast()
    }
}
