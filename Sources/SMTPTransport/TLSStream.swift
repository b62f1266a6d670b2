import COpenSSL
import ProbeModel

/// One TLS session as a filter between encrypted and plain bytes; the socket is somebody else's.
///
/// OpenSSL reads and writes memory, so that all bytes pass through one `recv` and one `send`, and a
/// closed connection raises no SIGPIPE.
final class TLSStream {
    private let context: TLSContext
    private let ssl: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private let judge: CertificateJudge

    /// Whether the handshake is over.
    private(set) var isEstablished = false

    /// Begins a session as the client; `nil` when OpenSSL has no memory left.
    init?(context: TLSContext, identity: TLSIdentity) {
        OpenSSLError.clear()
        guard let ssl = SSL_new(context.pointer) else { return nil }
        guard let incoming = cossl_memory_bio(), let outgoing = cossl_memory_bio() else {
            SSL_free(ssl)
            return nil
        }
        // The SSL owns both from here on.
        SSL_set_bio(ssl, incoming, outgoing)
        SSL_set_connect_state(ssl)
        if let name = identity.hostName { _ = cossl_set_server_name(ssl, name.ascii) }
        self.context = context
        self.ssl = ssl
        self.incoming = incoming
        self.outgoing = outgoing
        judge = CertificateJudge(context: context, ssl: ssl, identity: identity)
    }

    deinit { SSL_free(ssl) }

    /// Hands over encrypted bytes from the peer.
    ///
    /// - Returns: `false` when there is no memory for them.
    func feed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        BIO_write(incoming, bytes.baseAddress, Int32(bytes.count)) == Int32(bytes.count)
    }

    /// Goes on with the handshake as far as the bytes at hand allow.
    func advanceHandshake() -> Handshake {
        OpenSSLError.clear()
        let result = SSL_do_handshake(ssl)
        if result == 1 {
            isEstablished = true
            return .established(judge.observe())
        }
        if SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ { return .wantsMore }
        return .failed(OpenSSLError.take())
    }

    /// Takes decrypted bytes.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Reading {
        OpenSSLError.clear()
        let count = SSL_read(ssl, buffer.baseAddress, Int32(buffer.count))
        if count > 0 { return .bytes(Int(count)) }
        switch SSL_get_error(ssl, count) {
        case SSL_ERROR_WANT_READ: return .wantsMore
        case SSL_ERROR_ZERO_RETURN: return .closed
        default: return .failed
        }
    }

    /// Encrypts bytes; they then wait in ``takeOutput(into:)``.
    func write(_ bytes: [UInt8]) {
        OpenSSLError.clear()
        // A memory BIO takes everything; failure means that the session is broken, and reading tells.
        _ = SSL_write(ssl, bytes, Int32(bytes.count))
    }

    /// Says goodbye with a close_notify alert (RFC 8446 section 6.1).
    func shutDown() {
        OpenSSLError.clear()
        _ = SSL_shutdown(ssl)
    }

    /// Takes encrypted bytes for the peer.
    ///
    /// - Returns: How many; 0 when none wait.
    func takeOutput(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard cossl_pending(outgoing) > 0 else { return 0 }
        return max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(buffer.count))))
    }

    /// How far a handshake came.
    enum Handshake {
        /// The peer's next bytes are needed.
        case wantsMore
        /// It is done.
        case established(TLSObservation)
        /// It failed; one lower-case phrase.
        case failed(String)
    }

    /// What reading gave.
    enum Reading {
        /// So many bytes are in the buffer.
        case bytes(Int)
        /// The peer's next bytes are needed.
        case wantsMore
        /// The peer said goodbye.
        case closed
        /// The peer broke the protocol.
        case failed
    }
}
