/// The commands that a session sends, as bytes; there is no other place that writes any.
struct SessionCommands: Sendable {
    /// What EHLO and HELO give when the name asked for cannot be sent (RFC 5321 section 4.1.3).
    static let fallbackName = "[127.0.0.1]"

    /// The longest name that EHLO and HELO give (RFC 5321 section 4.5.3.1.2).
    static let maximumNameLength = 255

    /// `EHLO` and this machine's name.
    let ehlo: [UInt8]
    /// `HELO` and this machine's name.
    let helo: [UInt8]
    /// `RCPT` for the domain's postmaster; `nil` when no acceptance check is asked for.
    let recipient: [UInt8]?

    /// `STARTTLS` (RFC 3207 section 4).
    static let startTLS = Array("STARTTLS\r\n".utf8)
    /// `MAIL` with the null sender, so that nothing can bounce (RFC 5321 section 4.5.5).
    static let mail = Array("MAIL FROM:<>\r\n".utf8)
    /// `RSET`, which takes the transaction back.
    static let reset = Array("RSET\r\n".utf8)
    /// `QUIT`.
    static let quit = Array("QUIT\r\n".utf8)

    /// Writes the commands of a plan.
    init(_ plan: SessionPlan) {
        let name = SessionCommands.sendable(plan.ehloName)
        ehlo = Array("EHLO \(name)\r\n".utf8)
        helo = Array("HELO \(name)\r\n".utf8)
        recipient = plan.acceptanceDomain.map { Array("RCPT TO:<postmaster@\($0.ascii)>\r\n".utf8) }
    }

    /// The name itself where it has nothing but the characters of host names and address literals.
    ///
    /// Anything else could end the command line and begin another one.
    private static func sendable(_ name: String) -> String {
        let isSendable =
            (1...maximumNameLength).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
                    UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                    return true
                default: return false
                }
            }
        return isSendable ? name : fallbackName
    }
}
