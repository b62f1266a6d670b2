import CCurl
import Glibc
import ProbeModel

/// All that is known when a transfer has ended, from which its outcome follows.
struct TransferEnd: Sendable {
    /// The highest verdict that says nothing bad: 0 is good, and 1 is what libcurl begins with.
    private static let noVerdict = 1

    /// How libcurl says it ended.
    var code = CURLE_OK
    /// What came.
    var response = ResponseReader()
    /// The scheme, host and port of the URL, and of the proxy if there is one.
    var origin = ""
    var proxyOrigin: String?
    /// The last errno of a system call.
    var systemError: Int32 = 0
    /// OpenSSL's verdict on the server's certificate, and on the proxy's.
    var certificateVerdict = 0
    var proxyCertificateVerdict = 0
    /// The proxy's answer to CONNECT; 0 for none.
    var proxyStatus = 0
    /// What was done when it ended.
    var phase = TransferPhase.response
    /// Why OpenSSL gave up, in its own words; see ``OpenSSLReason``.
    var tlsReason: String?
    /// What outcomes must not show.
    var hidden: HiddenTexts?
    /// The time, in seconds since 1970.
    var now: Int64 = 0

    /// The outcome: what the receiver answered if it did, else why it did not.
    var outcome: DeliveryOutcome {
        if let status = response.status { return outcome(ofAnswer: status) }
        if response.isHeaderTooLarge {
            return network(.headerTooLarge, "the header of the answer does not end")
        }
        return outcome(ofFailure: code)
    }

    private func outcome(ofAnswer status: Int) -> DeliveryOutcome {
        switch status {
        case 200...299: return .delivered(status: status)
        case 300...399:
            let target = response.location.flatMap { WebAddress($0) }
            return .redirected(status: status, origin: target?.origin)
        case 407 where proxyOrigin != nil: return proxyFault(status)
        case 410: return .gone
        case 400...599:
            let excerpt = Excerpt.make(
                of: hidden?.hide(in: response.body, isCut: code != CURLE_OK) ?? []
            )
            let retryAfter = response.retryAfter.flatMap { RetryAfter($0, now: now) }
            return .refused(Refusal(status: status, retryAfter: retryAfter, excerpt: excerpt))
        default: return network(.notHTTP, "answered with the impossible status \(status)")
        }
    }

    private func outcome(ofFailure code: CURLcode) -> DeliveryOutcome {
        if proxyStatus != 0, !(200...299).contains(proxyStatus) { return proxyFault(proxyStatus) }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(phase)
        case CURLE_COULDNT_RESOLVE_HOST: return network(.resolve, "the host's name has no address")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return network(.resolveProxy, "the proxy's name has no address", at: proxyOrigin)
        case CURLE_COULDNT_CONNECT:
            return network(.connect, systemReason ?? "no connection", at: proxyOrigin)
        case CURLE_PROXY: return network(.proxy, "the proxy refuses", at: proxyOrigin)
        case CURLE_GOT_NOTHING: return network(.emptyReply, "the connection was closed unanswered")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE: return lostConnection
        // All went well, and there is no final status: only a 101 that nobody asked for, or less.
        case CURLE_OK, CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            return network(.notHTTP, "what came in answer is not HTTP")
        case CURLE_URL_MALFORMAT: return .invalid("the URL is not one that libcurl takes")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT:
            return network(.local, "this machine is out of memory or descriptors")
        default: return tlsOutcome(ofFailure: code)
        }
    }

    private func tlsOutcome(ofFailure code: CURLcode) -> DeliveryOutcome {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION: return certificateFault
        case CURLE_SSL_CONNECT_ERROR:
            return clientCertificateFault
                ?? tls(.handshake, tlsReason ?? systemReason ?? "the TLS handshake failed")
        case CURLE_SSL_CERTPROBLEM:
            return .invalid("the client certificate or its key cannot be used\(tlsDetail)")
        case CURLE_SSL_CACERT_BADFILE:
            return .invalid("the file of trusted certificates cannot be used\(tlsDetail)")
        case CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return tls(.certificate, "the certificate was not accepted")
        default:
            let text = curl_easy_strerror(code).map { String(cString: $0) } ?? "unknown"
            return network(.other, "libcurl error \(code.rawValue): \(text)")
        }
    }

    private var certificateFault: DeliveryOutcome {
        let place = isAboutProxy ? proxyOrigin : nil
        let verdict = isAboutProxy ? proxyCertificateVerdict : certificateVerdict
        return verdict > TransferEnd.noVerdict
            ? tls(.certificate, OpenSSLReason.text(ofVerdict: verdict), at: place)
            : tls(.name, "the certificate is for another name", at: place)
    }

    /// Whether a certificate that was not accepted is the proxy's: before a tunnel there is no other.
    private var isAboutProxy: Bool {
        proxyCertificateVerdict > TransferEnd.noVerdict
            || certificateVerdict <= TransferEnd.noVerdict && proxyStatus == 0
                && proxyOrigin?.hasPrefix("https:") == true
    }

    /// With TLS 1.3 a server refuses our certificate, or the lack of one, after our side of the handshake.
    private var lostConnection: DeliveryOutcome {
        clientCertificateFault
            ?? network(.connectionLost, tlsReason ?? systemReason ?? "the connection broke")
    }

    /// The alerts of a server that judges certificates of its clients (RFC 8446 section 6.2).
    private var clientCertificateFault: DeliveryOutcome? {
        guard let tlsReason, tlsReason.contains("alert"),
            ["certificate", "unknown ca", "access denied"].contains(where: tlsReason.contains)
        else { return nil }
        return tls(.clientCertificate, tlsReason)
    }

    private func proxyFault(_ status: Int) -> DeliveryOutcome {
        network(.proxy, "the proxy answered \(status)", at: proxyOrigin)
    }

    private var tlsDetail: String { tlsReason.map { ": " + $0 } ?? "" }

    private var systemReason: String? {
        systemError == 0 ? nil : String(cString: strerror(systemError)).lowercased()
    }

    private func network(
        _ code: NetworkFault.Code,
        _ reason: String,
        at place: String? = nil
    ) -> DeliveryOutcome {
        .network(NetworkFault(code, "\(place ?? origin): \(reason)"))
    }

    private func tls(
        _ code: TLSFault.Code,
        _ reason: String,
        at place: String? = nil
    ) -> DeliveryOutcome {
        .tls(TLSFault(code, "\(place ?? origin): \(reason)"))
    }
}
