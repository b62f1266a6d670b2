/// Takes addresses apart as Postfix does before a lookup.
enum AddressForm {
    /// The external form: a local part that is no dot-string gets quotes (`quote_822_local`).
    ///
    /// A source route in front (`@host,@host:`) is left alone; bytes beyond ASCII need no quotes.
    static func quoted(_ address: [UInt8]) -> [UInt8] {
        var start = address.startIndex
        if address.first == .at, let colon = address.firstIndex(of: .colon) { start = colon + 1 }
        let end = address[start...].lastIndex(of: .at) ?? address.endIndex
        let local = address[start..<end]
        guard !isDotString(local) else { return address }
        var quoted = Array(address[..<start]) + [.quote]
        for byte in local {
            if [.quote, .backslash, .carriageReturn].contains(byte) { quoted.append(.backslash) }
            quoted.append(byte)
        }
        return quoted + [.quote] + address[end...]
    }

    private static func isDotString(_ local: ArraySlice<UInt8>) -> Bool {
        guard let first = local.first, first != .dot, local.last != .dot else { return false }
        var previous: UInt8 = 0
        for byte in local {
            if byte == .dot, previous == .dot { return false }
            if byte == 32 || byte.isControl || specials.contains(byte) { return false }
            previous = byte
        }
        return true
    }

    private static let specials = Array(#"()<>@,;:\"[]"#.utf8)

    /// The address without its extension, or `nil` when it has none (`strip_addr_internal`).
    static func withoutExtension(_ address: [UInt8], _ settings: LookupSettings) -> [UInt8]? {
        let delimiters = Array(settings.recipientDelimiters.utf8)
        guard !delimiters.isEmpty else { return nil }
        let end = address.lastIndex(of: .at) ?? address.endIndex
        let local = address[..<end]
        guard !isReserved(local, delimiters: delimiters, settings),
            let cut = local.firstIndex(where: delimiters.contains), cut > local.startIndex
        else { return nil }
        return Array(local[..<cut] + address[end...])
    }

    /// Whether a local part is never taken apart (`split_addr_internal`).
    private static func isReserved(
        _ local: ArraySlice<UInt8>,
        delimiters: [UInt8],
        _ settings: LookupSettings
    ) -> Bool {
        let name = local.asciiLowercased
        let reserved = ["postmaster", "mailer-daemon"].map { Array($0.utf8) }
        if reserved.contains(name) { return true }
        let bounce = CaseFolding.fold(Array(settings.doubleBounceSender.utf8)[...], unicode: true)
        if CaseFolding.fold(local, unicode: true) == bounce { return true }
        guard settings.ownerRequestIsSpecial, delimiters.contains(UInt8(ascii: "-"))
        else { return false }
        let request = Array("-request".utf8)
        return name.starts(with: "owner-".utf8)
            || (name.count > request.count && name.suffix(request.count) == request[...])
    }
}
