import ProbeModel

/// The keys that will be needed to judge an answer.
///
/// A validator fetches them one after the other, each a round trip. Asked for beside the question
/// itself they cost no time: a diagnosis then takes the two round trips to the resolver that it
/// needs anyway.
enum TrustChain {
    /// The record type of DS (RFC 4034 section 5).
    static let delegationSigner: UInt16 = 43

    /// The most zones that are guessed; deeper ones are left to libunbound.
    private static let maximumZones = 4

    /// The DS and DNSKEY questions of the zones between a trust anchor and a question.
    ///
    /// Every label may begin a zone. A host is taken to have none of its own, a reverse name has
    /// too many labels to guess.
    static func questions(for question: Question, below anchor: DNSName) -> [WireQuestion] {
        var labels = DNSName(question.name).labels
        switch question.type {
        case .ptr: return []
        case .mx, .soa, .dnskey, .rrsig: break
        case .a, .aaaa, .tlsa, .cname:
            labels.removeFirst(labels.prefix { $0.first == UInt8(ascii: "_") }.count)
            labels.removeFirst(min(1, labels.count))
        }
        let anchorCount = anchor.labels.count
        guard labels.count > anchorCount else { return [] }
        return (anchorCount + 1...labels.count).prefix(maximumZones)
            .compactMap { DNSName(labels: labels.suffix($0)) }
            .flatMap { zone in
                [delegationSigner, RecordType.dnskey.rawValue].map {
                    WireQuestion(name: zone, type: $0)
                }
            }
    }

    /// The names whose keys an answer may hang on: every name at or above the given ones.
    static func zones(above names: [DNSName]) -> [DNSName] {
        names.flatMap { name in
            let labels = name.labels
            return (0...labels.count).compactMap { DNSName(labels: labels.suffix($0)) }
        }
    }
}
