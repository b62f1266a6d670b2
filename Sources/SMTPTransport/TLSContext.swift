import COpenSSL

/// What all TLS sessions of a prober share: protocol settings and trusted roots.
///
/// Nothing makes a handshake fail that the peer could get right with any other mail server: old
/// versions and weak keys are let through so that they can be seen and told.
final class TLSContext: Sendable {
    // OpenSSL counts references and locks inside; the context is not changed after `init`.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Why there are no trusted roots; `nil` when there are.
    let rootsError: String?

    /// Whether OpenSSL was built with support for DANE, as Debian's is.
    let hasDANE: Bool

    /// Sets up a context; `nil` when OpenSSL has no memory left.
    ///
    /// This reads and parses the trusted roots, which takes about 23 ms for Debian's bundle.
    init?(caFile: String) {
        // Without this, OpenSSL frees its tables in exit() while a loop may still be using them.
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
        guard let context = SSL_CTX_new(TLS_client_method()) else { return nil }
        pointer = context
        _ = cossl_set_min_version(context, TLS1_VERSION)
        SSL_CTX_set_security_level(context, 0)
        SSL_CTX_set_verify(context, Int32(SSL_VERIFY_NONE), nil)
        // Servers that cannot renegotiate safely are still reached; Postfix does the same.
        SSL_CTX_set_options(context, cossl_legacy_server_connect)
        hasDANE = SSL_CTX_dane_enable(context) == 1
        // Not SSL_CTX_set_default_verify_paths: its lookup reads a directory for each unknown issuer.
        rootsError =
            SSL_CTX_load_verify_file(context, caFile) == 1
            ? nil : "no trusted roots: \(OpenSSLError.take()) (\(caFile))"
    }

    deinit { SSL_CTX_free(pointer) }
}
