import COpenSSL

/// OpenSSL's own words, which are fixed and never hold what was sent.
enum OpenSSLReason {
    /// The longest reason that is taken over, in bytes; OpenSSL's longest has about 60.
    private static let limit = 100

    /// Finds the reason in libcurl's error text, such as `error:0A00010B:SSL routines::wrong version number`.
    ///
    /// The rest of the text may hold a URL, so nothing else of it is used.
    static func find(in text: String) -> String? {
        let bytes = Array(text.utf8)
        let marker = Array(" routines::".utf8)
        let start = bytes.indices.first { bytes[$0...].starts(with: marker) }
        guard let start else { return nil }
        let reason = bytes[(start + marker.count)...].prefix(limit).prefix(while: isReasonByte)
        return reason.isEmpty ? nil : String(decoding: reason, as: UTF8.self)
    }

    /// What a verdict on a certificate says (X509_verify_cert_error_string(3)).
    static func text(ofVerdict verdict: Int) -> String {
        X509_verify_cert_error_string(verdict).map { String(cString: $0) }
            ?? "the certificate is not to be trusted"
    }

    private static func isReasonByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            return true
        default: return false
        }
    }
}
