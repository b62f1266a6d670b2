package import ProbeModel

/// A DNS message to be written, well formed or not, as a server might.
package struct MessageBuilder {
    /// A piece of a record's data.
    package enum Piece {
        /// Bytes as they are.
        case bytes([UInt8])
        /// A name, compressed where the message is.
        case name(DNSName)
    }

    /// A record to be written.
    package struct Record {
        /// The name that it belongs to.
        package var owner: DNSName
        /// The type's number.
        package var type: UInt16
        /// The class's number.
        package var recordClass: UInt16 = 1
        /// The time to live, in seconds.
        package var timeToLive: UInt32 = 300
        /// The data, piece by piece.
        package var data: [Piece]

        /// Creates a record of the Internet class.
        package init(_ owner: DNSName, _ type: UInt16, _ data: Piece...) {
            self.owner = owner
            self.type = type
            self.data = data
        }
    }

    /// The number of the message.
    package var id: UInt16
    /// The bits between the number and the counts.
    package var flags: UInt16
    /// The question.
    package var question: WireQuestion
    /// The answer section.
    package var answers: [Record] = []
    /// The authority section.
    package var authorities: [Record] = []
    /// The additional section.
    package var additionals: [Record] = []
    /// Whether names point to earlier ones.
    package var compresses = true

    private var bytes: [UInt8] = []
    private var offsets: [DNSName: Int] = [:]

    /// Creates a message without records; by default a resolver's answer.
    package init(id: UInt16 = 0, flags: UInt16 = 0x8180, question: WireQuestion) {
        self.id = id
        self.flags = flags
        self.question = question
    }

    /// Creates the answer to a query, without records, with a response code.
    package init(answering query: DNSMessage, rcode: UInt16 = 0) {
        self.init(id: query.id, flags: 0x8180 | rcode, question: query.question)
    }

    /// Adds an OPT record with extended errors.
    package mutating func addEDNS(_ errors: [(code: UInt16, text: String)] = []) {
        var options: [UInt8] = []
        for (code, text) in errors {
            let length = UInt16(text.utf8.count + 2)
            options += [0, 15] + MessageBuilder.bigEndian(length) + MessageBuilder.bigEndian(code)
            options += Array(text.utf8)
        }
        var record = Record(.root, 41, .bytes(options))
        record.recordClass = 1_232
        record.timeToLive = 0
        additionals.append(record)
    }

    /// Writes the message.
    package func build() -> [UInt8] {
        var builder = self
        builder.bytes = MessageBuilder.bigEndian(id) + MessageBuilder.bigEndian(flags)
        for count in [1, answers.count, authorities.count, additionals.count] {
            builder.bytes += MessageBuilder.bigEndian(UInt16(count))
        }
        builder.write(question.name)
        builder.bytes += MessageBuilder.bigEndian(question.type) + [0, 1]
        for record in answers + authorities + additionals { builder.write(record) }
        return builder.bytes
    }

    /// A number in network order.
    package static func bigEndian(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    private mutating func write(_ record: Record) {
        write(record.owner)
        bytes += MessageBuilder.bigEndian(record.type)
        bytes += MessageBuilder.bigEndian(record.recordClass)
        bytes += MessageBuilder.bigEndian(UInt16(record.timeToLive >> 16))
        bytes += MessageBuilder.bigEndian(UInt16(truncatingIfNeeded: record.timeToLive))
        let lengthOffset = bytes.count
        bytes += [0, 0]
        for piece in record.data {
            switch piece {
            case .bytes(let piece): bytes += piece
            case .name(let name): write(name)
            }
        }
        let length = MessageBuilder.bigEndian(UInt16(bytes.count - lengthOffset - 2))
        bytes.replaceSubrange(lengthOffset..<lengthOffset + 2, with: length)
    }

    /// Writes a name, pointing to an earlier equal end of a name where there is one.
    private mutating func write(_ name: DNSName) {
        var labels = name.labels
        while !labels.isEmpty {
            guard let rest = DNSName(labels: labels) else { break }
            if compresses, let offset = offsets[rest] {
                bytes += MessageBuilder.bigEndian(0xc000 | UInt16(offset))
                return
            }
            if bytes.count < 0x4000 { offsets[rest] = bytes.count }
            let label = labels.removeFirst()
            bytes += [UInt8(label.count)] + label
        }
        bytes.append(0)
    }
}
