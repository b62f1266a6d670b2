import ProbeModel

/// What must hold for names and the data of records.
enum RecordProperties {
    private static let types = (0...UInt16(UInt8.max)).compactMap { RecordType(rawValue: $0) }

    /// The first property that bytes break when they are read as the data of each type.
    static func violation(of data: [UInt8]) -> String? {
        for type in types {
            let value = RecordValue.read(type: type, rdata: data)
            if let violation = violation(of: value, length: data.count) { return violation }
            guard let written = written(value) else { continue }
            guard folded(written) == folded(data) else { return "data is not read in full" }
            guard RecordValue.read(type: type, rdata: written) == value else {
                return "a record's data does not survive being written"
            }
        }
        return nil
    }

    /// The first property that a value breaks which was read from so many bytes.
    static func violation(of value: RecordValue, length: Int) -> String? {
        switch value {
        case .mx(let record): return violation(of: record.exchange)
        case .name(let name): return violation(of: name)
        case .address(let address):
            return address.bytes.count == length ? nil : "an address has the wrong size"
        case .tlsa(let record):
            guard record.data.count == length - 3 else { return "a TLSA record loses bytes" }
            return record.isUsable && record.usage < 2 ? "an unusable TLSA record is used" : nil
        case .unreadable(let told):
            return told == length ? nil : "unreadable data is told of with another length"
        }
    }

    /// The first property that a name breaks.
    static func violation(of name: DNSName) -> String? {
        guard name.labels.allSatisfy({ (1...DNSName.maximumLabelLength).contains($0.count) }),
            name.wireBytes.count <= DNSName.maximumWireLength
        else { return "a name passes its bounds" }
        guard name.labels.allSatisfy({ folded($0) == $0 }) else { return "a name has capitals" }
        guard DNSName(labels: name.labels) == name else { return "a name cannot be made again" }
        return DNSProperties.isPrintable(name.description) ? nil : "a name is not safe to print"
    }

    /// The data that says the same in full; `nil` for what could not be read.
    static func written(_ value: RecordValue) -> [UInt8]? {
        switch value {
        case .mx(let record):
            let preference = [
                UInt8(record.preference >> 8), UInt8(truncatingIfNeeded: record.preference),
            ]
            return preference + record.exchange.wireBytes
        case .name(let name): return name.wireBytes
        case .address(let address): return address.bytes
        case .tlsa(let record):
            return [record.usage, record.selector, record.matchingType] + record.data
        case .unreadable: return nil
        }
    }

    /// The bytes without regard to capitals; the lengths of labels are below them.
    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }
}
