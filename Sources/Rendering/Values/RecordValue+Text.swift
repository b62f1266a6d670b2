import ProbeModel

extension RecordValue {
    /// The data as a zone file writes it; `nil` when it could not be read.
    var presentation: String? {
        switch self {
        case .mx(let record): return "\(record.preference) \(record.exchange)"
        case .address(let address): return address.description
        case .tlsa(let record): return record.presentation
        case .name(let name): return name.description
        case .unreadable: return nil
        }
    }
}

extension TLSARecord {
    /// The data as RFC 6698 section 2.2 writes it.
    var presentation: String {
        let hex = data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\(usage) \(selector) \(matchingType) \(hex)"
    }
}
