import AlertPolicy
import ProbeModel

/// A CloudEvent 1.0 in structured mode.
struct CloudEventsBody: Sendable {
    let event: AlertEvent

    init(_ event: AlertEvent) { self.event = event }

    var value: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "specversion", value: "1.0"),
            .init(key: "id", value: .text(event.id)),
            .init(key: "source", value: .string("/mxprobe/" + percentEncoded(event.host))),
            .init(key: "type", value: .string("mxprobe." + event.kind.rawValue)),
            .init(key: "time", value: .time(event.time)),
            .init(key: "datacontenttype", value: "application/json"),
        ]
        // An attribute that is not known is left out; null is no value of one.
        if let subject = event.subject {
            members.append(.init(key: "subject", value: .text(subject.key)))
        }
        members.append(.init(key: "data", value: AlertObject(event).data))
        return .object(members)
    }

    /// Text as one segment of a URI's path (RFC 3986 section 2.3): anything unusual as `%XX`.
    private func percentEncoded(_ text: String) -> String {
        text.utf8.prefix(255).map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
        }.joined()
    }
}
