import COpenSSL
import ProbeModel

/// The DNS names of a certificate, safe to print and bounded.
struct CertificateNames {
    /// The dNSName entries; the subject's common name only when there is none (RFC 6125 section 6.4.4).
    let all: [String]

    /// The longest name that is kept, in bytes; DNS allows 253 and hostile certificates anything.
    static let maximumLength = 255

    /// How many names an error message lists.
    private static let mostInSummary = 4

    /// Reads the names of a certificate.
    init(_ certificate: OpaquePointer) {
        let alternatives = CertificateNames.alternatives(of: certificate)
        all = alternatives.isEmpty ? CertificateNames.commonName(of: certificate) : alternatives
    }

    /// The first names, as `names a.example, b.example and 3 more`.
    var summary: String {
        guard !all.isEmpty else { return "no names" }
        let shown = all.prefix(CertificateNames.mostInSummary).joined(separator: ", ")
        let rest = all.count - CertificateNames.mostInSummary
        return "names \(shown)" + (rest > 0 ? " and \(rest) more" : "")
    }

    private static func alternatives(of certificate: OpaquePointer) -> [String] {
        guard let names = cossl_alternative_names(certificate) else { return [] }
        defer { cossl_free_names(names) }
        var found: [String] = []
        for index in 0..<cossl_name_count(names) {
            var length: Int32 = 0
            guard let bytes = cossl_dns_name(names, index, &length) else { continue }
            found.append(safe(UnsafeBufferPointer(start: bytes, count: Int(length))))
            if found.count == TLSObservation.maximumNames { break }
        }
        return found
    }

    private static func commonName(of certificate: OpaquePointer) -> [String] {
        let subject = X509_get_subject_name(certificate)
        let index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1)
        guard index >= 0, let entry = X509_NAME_get_entry(subject, index),
            let value = X509_NAME_ENTRY_get_data(entry)
        else { return [] }
        let bytes = UnsafeBufferPointer(
            start: ASN1_STRING_get0_data(value),
            count: Int(ASN1_STRING_length(value))
        )
        return [safe(bytes)]
    }

    private static func safe(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        SafeText.escape(bytes.prefix(maximumLength))
    }
}
