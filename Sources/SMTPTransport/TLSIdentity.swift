import ProbeEngine
import ProbeModel

/// Who a TLS peer should be.
struct TLSIdentity: Hashable, Sendable {
    /// The host's name, which SNI tells and DANE is bound to.
    let hostName: DomainName?

    /// All names of which the certificate must carry one.
    let names: [DomainName]

    /// Secure TLSA records, usable or not.
    let tlsaRecords: [TLSARecord]

    /// The most TLSA records that are looked at; real hosts publish one to four.
    static let mostTLSARecords = 64

    /// Takes the identity from a request.
    init(_ request: ProbeRequest) {
        hostName = request.hostName
        names = (request.hostName.map { [$0] } ?? []) + request.otherNames
        tlsaRecords = Array(request.tlsaRecords.prefix(TLSIdentity.mostTLSARecords))
    }
}
