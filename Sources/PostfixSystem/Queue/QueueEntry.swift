/// One message of the queue, as a line of `postqueue -j` tells of it (postqueue(1), JSON OBJECT FORMAT).
struct QueueEntry: Hashable, Sendable {
    /// The queue that it is in, `deferred`.
    var queue: [UInt8] = []

    /// The name of its file.
    var id: [UInt8] = []

    /// When it arrived, in seconds since 1970 (UTC); `nil` where the line does not say.
    var arrival: Int64?

    /// Those who have not got it yet.
    var recipients: [Recipient] = []

    /// Somebody who has not got the message yet.
    struct Recipient: Hashable, Sendable {
        /// The address, unquoted.
        var address: [UInt8] = []

        /// Why it was not delivered; empty where Postfix keeps no reason.
        var reason: [UInt8] = []

        /// The domain, in lower case; empty where the address has none.
        var domain: [UInt8] {
            guard let at = address.lastIndex(of: UInt8(ascii: "@")) else { return [] }
            let domain = address[(at + 1)...].map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
            return domain.last == UInt8(ascii: ".") ? domain.dropLast() : domain
        }
    }

    /// Reads a line; `nil` when it is not one object with the name of a queue file and recipients.
    ///
    /// Members that are not known are passed over, as the manual asks for.
    init?(_ line: ArraySlice<UInt8>) {
        var scanner = JSONScanner(line)
        var entry = QueueEntry()
        var hasRecipients = false
        let isObject = scanner.object { scanner, name in
            switch String(decoding: name, as: UTF8.self) {
            case "queue_name": return Self.take(&scanner, into: &entry.queue)
            case "queue_id": return Self.take(&scanner, into: &entry.id)
            case "arrival_time":
                entry.arrival = scanner.integer()
                return entry.arrival != nil
            case "recipients":
                hasRecipients = true
                return scanner.array { scanner in
                    guard let recipient = Self.recipient(&scanner) else { return false }
                    entry.recipients.append(recipient)
                    return true
                }
            default: return scanner.skip()
            }
        }
        guard isObject, scanner.isAtEnd(), hasRecipients, !entry.id.isEmpty else { return nil }
        self = entry
    }

    private init() {}

    private static func recipient(_ scanner: inout JSONScanner) -> Recipient? {
        var recipient = Recipient()
        let isObject = scanner.object { scanner, name in
            switch String(decoding: name, as: UTF8.self) {
            case "address": return take(&scanner, into: &recipient.address)
            case "delay_reason": return take(&scanner, into: &recipient.reason)
            default: return scanner.skip()
            }
        }
        return isObject ? recipient : nil
    }

    private static func take(_ scanner: inout JSONScanner, into text: inout [UInt8]) -> Bool {
        guard let string = scanner.string() else { return false }
        text = string
        return true
    }
}

extension QueueEntry {
    /// The name where it is one that Postfix gives: letters and digits, without anything that could be an option.
    var name: String? {
        let isName =
            id.count <= 64
            && id.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                    || (0x61...0x7a).contains(byte)
            }
        return isName && !id.isEmpty ? String(decoding: id, as: UTF8.self) : nil
    }

    /// Whether Postfix tries to deliver it: not while it is on hold, nor set aside as corrupt.
    var isWaiting: Bool {
        !queue.elementsEqual("hold".utf8) && !queue.elementsEqual("corrupt".utf8)
    }
}
