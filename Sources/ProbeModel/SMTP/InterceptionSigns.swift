extension Reply {
    /// Whether a greeting was painted over, as the mail inspection of Cisco firewalls does.
    ///
    /// The rule is Postfix's for "maybe a PIX": nothing but `2`, `0`, `*` and blanks. Unlike there, one
    /// asterisk must be among them, because a bare `220` is legal and says nothing.
    public var isMaskedGreeting: Bool {
        guard code.value == 220 else { return false }
        let bytes = lines.joined()
        return bytes.contains(UInt8(ascii: "*"))
            && bytes.allSatisfy { Reply.maskBytes.contains($0) }
    }

    private static let maskBytes = Array("20 *\t".utf8)
}

extension Capabilities {
    /// Whether STARTTLS was written over so that clients do not see it, as `XXXXXXXA` and the like.
    ///
    /// Such boxes keep the length of what they hide, so a keyword of eight letters counts whose first
    /// seven are X; real ones such as `XCLIENT` and `XFORWARD` differ. Never true where STARTTLS is
    /// offered as well, because then another keyword was hidden.
    public var hasMangledStartTLS: Bool {
        !offers("STARTTLS")
            && list.contains { capability in
                capability.keyword.utf8.count == "STARTTLS".utf8.count
                    && capability.keyword.utf8.dropLast().allSatisfy { $0 == UInt8(ascii: "X") }
            }
    }
}
