import COpenSSL
import Glibc
import ProbeModel

/// A key and a certificate, made on the spot.
final class Certificate: Sendable {
    // Not changed after `init`, and OpenSSL counts references with a lock.
    nonisolated(unsafe) fileprivate let certificate: OpaquePointer
    nonisolated(unsafe) fileprivate let key: OpaquePointer
    private let issuer: Certificate?

    /// One day, in seconds.
    static let day = 86_400

    /// Makes a P-256 key and a certificate for it.
    ///
    /// - Parameters:
    ///   - names: The dNSName entries; none leaves the extension out.
    ///   - commonName: The subject.
    ///   - rawNames: The whole extension in DER as hexadecimal digits, instead of `names`.
    ///   - issuer: Who signs; `nil` for a self-signed one.
    ///   - isAuthority: Whether it may sign others.
    ///   - ends: When it ends, in seconds from now.
    /// - Throws: ``TestFault`` when OpenSSL refuses.
    init(
        names: [String] = [],
        commonName: String = "test",
        rawNames: String? = nil,
        issuer: Certificate? = nil,
        isAuthority: Bool = false,
        ends: Int = 30 * day
    ) throws {
        self.issuer = issuer
        key = try Certificate.makeKey()
        certificate = try required(X509_new())
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1...Int(Int32.max)))
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60 * Certificate.day)
        X509_gmtime_adj(X509_getm_notAfter(certificate), ends)
        X509_set_pubkey(certificate, key)
        X509_NAME_add_entry_by_txt(
            X509_get_subject_name(certificate),
            "CN",
            MBSTRING_UTF8,
            commonName,
            -1,
            -1,
            0
        )
        X509_set_issuer_name(
            certificate,
            X509_get_subject_name(issuer?.certificate ?? certificate)
        )
        if isAuthority { try add(NID_basic_constraints, "critical,CA:TRUE") }
        if let rawNames {
            try add(NID_subject_alt_name, "DER:" + rawNames)
        } else if !names.isEmpty {
            try add(NID_subject_alt_name, names.map { "DNS:" + $0 }.joined(separator: ","))
        }
        guard X509_sign(certificate, issuer?.key ?? key, EVP_sha256()) > 0 else {
            throw TestFault("cannot sign")
        }
    }

    deinit {
        X509_free(certificate)
        EVP_PKEY_free(key)
    }

    /// The SHA-256 of the public key, as TLSA selector 1 and matching type 1 have it.
    var keyDigest: [UInt8] {
        var encoded: UnsafeMutablePointer<UInt8>?
        let length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded)
        defer { CRYPTO_free(encoded, #file, #line) }
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_Digest(encoded, Int(length), &digest, nil, EVP_sha256(), nil)
        return digest
    }

    /// The SHA-256 of the whole certificate, as TLSA selector 0 and matching type 1 have it.
    var digest: [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        X509_digest(certificate, EVP_sha256(), &digest, nil)
        return digest
    }

    /// Writes the certificate, and those of its issuers, as PEM.
    func pem(withIssuers: Bool = false) -> String {
        let bio = BIO_new(BIO_s_mem())
        defer { BIO_free(bio) }
        PEM_write_bio_X509(bio, certificate)
        if withIssuers, let issuer { PEM_write_bio_X509(bio, issuer.certificate) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        return String(decoding: bytes.prefix(Int(max(0, count))), as: UTF8.self)
    }

    private func add(_ kind: Int32, _ value: String) throws {
        let made = try required(X509V3_EXT_conf_nid(nil, nil, kind, value), "extension")
        X509_add_ext(certificate, made, -1)
        X509_EXTENSION_free(made)
    }

    private static func makeKey() throws -> OpaquePointer {
        let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
        defer { EVP_PKEY_CTX_free(context) }
        EVP_PKEY_keygen_init(context)
        EVP_PKEY_CTX_set_group_name(context, "P-256")
        var key: OpaquePointer?
        EVP_PKEY_generate(context, &key)
        return try required(key, "key")
    }
}

/// The server's side of TLS.
final class ServerTLS: Sendable {
    // Not changed after `init`, and OpenSSL counts references with a lock.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Sets up a server with a certificate and those of its issuers.
    init(_ certificate: Certificate, newest: Int32? = nil) throws {
        pointer = try required(SSL_CTX_new(TLS_server_method()))
        SSL_CTX_set_security_level(pointer, 0)
        let chain = try TemporaryFile(certificate.pem(withIssuers: true))
        guard SSL_CTX_use_certificate_chain_file(pointer, chain.path) == 1,
            SSL_CTX_use_PrivateKey(pointer, certificate.key) == 1
        else { throw TestFault("cannot use the certificate") }
        SSL_CTX_ctrl(pointer, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_VERSION), nil)
        if let newest { SSL_CTX_ctrl(pointer, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(newest), nil) }
    }

    deinit { SSL_CTX_free(pointer) }
}

/// A file that goes away with its owner.
final class TemporaryFile: Sendable {
    let path: String

    /// Writes a file.
    init(_ contents: String) throws {
        var template = Array("/tmp/mxprobe-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw TestFault("cannot make a file: errno \(errno)") }
        defer { close(descriptor) }
        path = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        let bytes = Array(contents.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw TestFault("cannot write a file")
        }
    }

    deinit { unlink(path) }
}
