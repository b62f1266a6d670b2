import CCurl
import Glibc

/// One request under way; only for the loop's thread.
final class Transfer {
    let job: DeliveryJob
    private(set) var response = ResponseReader()
    /// When the header of the answer was complete.
    private(set) var answeredAt: ContinuousClock.Instant?
    private var handle: EasyHandle

    /// Prepares a request; the transfer must live as long as libcurl has its handle.
    init(_ job: DeliveryJob, userAgent: String) throws(CurlRefusal) {
        guard let handle = EasyHandle() else { throw CurlRefusal(code: CURLE_OUT_OF_MEMORY) }
        self.job = job
        self.handle = handle
        try self.handle.setErrorText()
        try self.handle.configure(job.request, userAgent: userAgent)
        try self.handle.configure(job.options)
        try receive()
    }

    /// What libcurl knows the transfer by.
    var easy: UnsafeMutableRawPointer { handle.pointer }

    /// The outcome, once libcurl has said how the transfer ended.
    func outcome(_ code: CURLcode) -> DeliveryOutcome {
        var end = TransferEnd()
        end.code = code
        end.response = response
        end.origin = job.origin
        end.proxyOrigin = job.options.proxy.flatMap {
            WebAddress($0, schemes: RequestRules.proxySchemes)?.origin
        }
        end.systemError = Int32(truncatingIfNeeded: handle.integer(CURLINFO_OS_ERRNO))
        end.certificateVerdict = handle.integer(CURLINFO_SSL_VERIFYRESULT)
        end.proxyCertificateVerdict = handle.integer(CURLINFO_PROXY_SSL_VERIFYRESULT)
        end.proxyStatus = handle.integer(CURLINFO_HTTP_CONNECTCODE)
        end.phase = phase
        end.tlsReason = OpenSSLReason.find(in: handle.failureText)
        end.hidden = HiddenTexts(job.request, job.options)
        end.now = Int64(time(nil))
        return end.outcome
    }

    private var phase: TransferPhase {
        if handle.microseconds(CURLINFO_PRETRANSFER_TIME_T) > 0 { return .response }
        return handle.microseconds(CURLINFO_NAMELOOKUP_TIME_T) > 0 ? .connect : .resolve
    }

    private func receive() throws(CurlRefusal) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(
            CURLOPT_HEADERFUNCTION,
            { bytes, size, count, context in
                Transfer.feed(bytes, size * count, context) { $0.takeHeader($1) }
            },
            CURLOPT_HEADERDATA,
            context
        )
        try handle.set(
            CURLOPT_WRITEFUNCTION,
            { bytes, size, count, context in
                Transfer.feed(bytes, size * count, context) { $0.response.readBody($1) }
            },
            CURLOPT_WRITEDATA,
            context
        )
    }

    private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        let goesOn = response.readHeader(line)
        if answeredAt == nil, response.status != nil { answeredAt = .now }
        return goesOn
    }

    /// Hands bytes to the transfer behind a callback's context; any other number than theirs ends the transfer.
    private static func feed(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ context: UnsafeMutableRawPointer?,
        _ take: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard count > 0, let bytes, let context else { return count }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        // Zero would say that all of nothing was taken, were the count zero too.
        return take(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }
}
