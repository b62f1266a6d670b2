import ProbeModel
import Testing

@Suite("ICMPError")
struct ICMPErrorTests {
    @Test(
        "reads type and code of each family",
        arguments: [
            // Administratively prohibited: exactly these.
            (AddressFamily.ipv4, 3, 9, ICMPError.Meaning.prohibited), (.ipv4, 3, 10, .prohibited),
            (.ipv4, 3, 13, .prohibited), (.ipv6, 1, 1, .prohibited), (.ipv6, 1, 5, .prohibited),
            (.ipv6, 1, 6, .prohibited),
            // Their neighbours.
            (.ipv4, 3, 8, .unreachable), (.ipv4, 3, 11, .unreachable), (.ipv4, 3, 12, .unreachable),
            (.ipv4, 3, 14, .unreachable), (.ipv6, 1, 2, .unreachable), (.ipv6, 1, 7, .unreachable),
            (.ipv4, 3, 0, .unreachable), (.ipv6, 1, 0, .unreachable),
            // The same numbers in the other family.
            (.ipv4, 1, 1, .other), (.ipv6, 3, 13, .other), (.ipv6, 11, 0, .other),
            // Time exceeded on the way, and while reassembling.
            (.ipv4, 11, 0, .timeExceeded), (.ipv6, 3, 0, .timeExceeded), (.ipv4, 11, 1, .other),
            (.ipv6, 3, 1, .other),
            // Packet too big.
            (.ipv4, 3, 4, .other), (.ipv6, 2, 0, .other),
        ] as [(AddressFamily, UInt8, UInt8, ICMPError.Meaning)]
    )
    func meaning(family: AddressFamily, type: UInt8, code: UInt8, meaning: ICMPError.Meaning) {
        let error = ICMPError(family: family, type: type, code: code, sender: nil)
        #expect(error.meaning == meaning)
    }
}
