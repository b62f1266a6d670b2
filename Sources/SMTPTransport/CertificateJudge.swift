import COpenSSL
import ProbeModel

/// Judges the certificate of a TLS session against trusted roots, names and TLSA records.
///
/// One handshake yields OpenSSL's verdict either by roots or by DANE. Where DANE is asked and does
/// not match, the roots are asked a second time, because mail still flows by that rule elsewhere.
struct CertificateJudge {
    private let context: TLSContext
    private let ssl: OpaquePointer
    private let identity: TLSIdentity

    /// How many TLSA records OpenSSL took; `nil` when DANE is not asked at all.
    private let usableRecords: Int?

    /// Prepares a session that has not begun its handshake.
    init(context: TLSContext, ssl: OpaquePointer, identity: TLSIdentity) {
        self.context = context
        self.ssl = ssl
        self.identity = identity
        usableRecords = CertificateJudge.addRecords(to: ssl, of: context, identity: identity)
    }

    private static func addRecords(
        to ssl: OpaquePointer,
        of context: TLSContext,
        identity: TLSIdentity
    ) -> Int? {
        guard let host = identity.hostName, !identity.tlsaRecords.isEmpty, context.hasDANE else {
            return nil
        }
        let usable = identity.tlsaRecords.filter(\.isUsable)
        guard !usable.isEmpty, SSL_dane_enable(ssl, host.ascii) == 1 else { return 0 }
        // RFC 7672 section 3.1.1: a DANE-EE match makes names and dates irrelevant.
        SSL_dane_set_flags(ssl, UInt(DANE_FLAG_NO_DANE_EE_NAMECHECKS))
        for name in identity.names where name != host { SSL_add1_host(ssl, name.ascii) }
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return usable.count { record in
            SSL_dane_tlsa_add(
                ssl,
                record.usage,
                record.selector,
                record.matchingType,
                record.data,
                record.data.count
            ) == 1
        }
    }

    /// Tells what the finished handshake showed.
    func observe() -> TLSObservation {
        let leaf = SSL_get1_peer_certificate(ssl)
        defer { X509_free(leaf) }
        return observe(
            leaf,
            among: SSL_get_peer_cert_chain(ssl),
            version: String(cString: SSL_get_version(ssl)),
            cipher: SSL_get_current_cipher(ssl).flatMap { SSL_CIPHER_get_name($0) }
                .map { String(cString: $0) } ?? "unknown"
        )
    }

    /// Judges the certificates of another session, which met the same peer, as if they had been shown in this one.
    ///
    /// - Parameter tls: What that session showed.
    /// - Returns: The same by this session's names and records; unchanged when the certificates cannot be read.
    func observe(_ tls: TLSObservation) -> TLSObservation {
        guard let chain = cossl_chain() else { return tls }
        defer { cossl_chain_free(chain) }
        for der in tls.certificates where cossl_chain_add(chain, der, der.count) == nil {
            return tls
        }
        guard cossl_chain_count(chain) > 0, let leaf = cossl_chain_at(chain, 0) else { return tls }
        SSL_set_verify_result(ssl, verify(leaf, among: chain, by: ssl))
        return observe(leaf, among: chain, version: tls.version, cipher: tls.cipher)
    }

    private func observe(
        _ leaf: OpaquePointer?,
        among chain: OpaquePointer?,
        version: String,
        cipher: String
    ) -> TLSObservation {
        let dane = daneVerdict
        let names = leaf.map { CertificateNames($0) }
        var problems: [String] = []
        if dane != .verified {
            problems = [chainProblem(of: leaf, among: chain), nameProblem(of: leaf, names)]
                .compactMap(\.self)
        }
        var seen = TLSObservation(
            version: version,
            cipher: cipher,
            verified: problems.isEmpty,
            error: problems.isEmpty ? nil : problems.joined(separator: "; "),
            names: names?.all ?? [],
            notAfter: leaf.flatMap(CertificateJudge.notAfter),
            dane: dane
        )
        seen.certificates = CertificateJudge.encoded(chain)
        return seen
    }

    /// The certificates in DER, as many as are kept.
    private static func encoded(_ chain: OpaquePointer?) -> [[UInt8]] {
        let count = min(Int(cossl_chain_count(chain)), TLSObservation.maximumCertificates)
        return (0..<count).compactMap { index in
            guard let certificate = cossl_chain_at(chain, Int32(index)) else { return nil }
            let length = Int(i2d_X509(certificate, nil))
            guard length > 0, length <= TLSObservation.maximumCertificateLength else { return nil }
            return [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
                var next = buffer.baseAddress
                filled = max(0, Int(i2d_X509(certificate, &next)))
            }
        }
    }

    private var daneVerdict: DANEVerdict? {
        guard let usableRecords else { return nil }
        guard usableRecords > 0 else { return .unusable }
        let matches =
            SSL_get_verify_result(ssl) == Int(X509_V_OK)
            && SSL_get0_dane_authority(ssl, nil, nil) >= 0
        return matches ? .verified : .mismatch
    }

    private func chainProblem(of leaf: OpaquePointer?, among chain: OpaquePointer?) -> String? {
        guard let leaf else { return "no certificate" }
        let result =
            daneVerdict == .mismatch
            ? verify(leaf, among: chain, by: nil) : SSL_get_verify_result(ssl)
        guard result != Int(X509_V_OK) else { return nil }
        if let rootsError = context.rootsError { return rootsError }
        return String(cString: X509_verify_cert_error_string(result))
    }

    /// Verifies a chain by a session's TLSA records and names where it has any, else by the roots.
    private func verify(
        _ leaf: OpaquePointer,
        among chain: OpaquePointer?,
        by session: OpaquePointer?
    ) -> Int {
        let unspecified = Int(X509_V_ERR_UNSPECIFIED)
        guard let store = X509_STORE_CTX_new() else { return unspecified }
        defer { X509_STORE_CTX_free(store) }
        let roots = SSL_CTX_get_cert_store(context.pointer)
        guard X509_STORE_CTX_init(store, roots, leaf, chain) == 1 else { return unspecified }
        if let session, usableRecords ?? 0 > 0 {
            X509_STORE_CTX_set0_dane(store, SSL_get0_dane(session))
        }
        guard X509_STORE_CTX_set_default(store, "ssl_server") == 1 else { return unspecified }
        // As OpenSSL does at the end of a handshake: the session's names and flags on top of the purpose.
        if let session {
            X509_VERIFY_PARAM_set1(X509_STORE_CTX_get0_param(store), SSL_get0_param(session))
        }
        if X509_verify_cert(store) == 1 { return Int(X509_V_OK) }
        let result = Int(X509_STORE_CTX_get_error(store))
        return result == Int(X509_V_OK) ? unspecified : result
    }

    private func nameProblem(of leaf: OpaquePointer?, _ names: CertificateNames?) -> String? {
        guard let leaf, let names else { return nil }
        guard !identity.names.isEmpty else { return "no name to compare the certificate with" }
        let flags = UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        let matches = identity.names.contains { name in
            X509_check_host(leaf, name.ascii, name.ascii.utf8.count, flags, nil) == 1
        }
        return matches ? nil : "hostname mismatch: \(names.summary)"
    }

    private static func notAfter(of leaf: OpaquePointer) -> Int64? {
        var time = tm()
        guard ASN1_TIME_to_tm(X509_get0_notAfter(leaf), &time) == 1 else { return nil }
        return Int64(timegm(&time))
    }
}
