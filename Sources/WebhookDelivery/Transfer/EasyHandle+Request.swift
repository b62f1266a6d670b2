import CCurl

extension EasyHandle {
    /// CURLAUTH_BASIC, a macro with a cast: what user and password in a URL are for.
    private static let basicAuthentication = 1

    /// How much of a body libcurl hands over at once, in bytes; answers are short.
    private static let bufferSize = 16 * 1_024

    /// Sets what is asked.
    mutating func configure(_ request: WebhookRequest, userAgent: String) throws(CurlRefusal) {
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_USERAGENT, userAgent)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_HTTPAUTH, EasyHandle.basicAuthentication)
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_BUFFERSIZE, EasyHandle.bufferSize)
        switch request.method {
        case .get: try set(CURLOPT_HTTPGET, 1)
        case .post:
            try set(CURLOPT_POST, 1)
            try setBody(request.body)
        }
        try setHeaders(EasyHandle.lines(of: request.headers))
    }

    /// The header fields, and those of libcurl's own that are not wanted.
    private static func lines(of headers: [WebhookRequest.Header]) -> [String] {
        // Without this, libcurl waits a second for a "100 Continue" that many servers never send; how large a body
        // must be for that differs between its versions.
        var lines = ["Expect:"]
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        return lines
            + headers.map { header in
                let isBlank = header.value.allSatisfy { $0 == " " || $0 == "\t" }
                return isBlank ? "\(header.name);" : "\(header.name): \(header.value)"
            }
    }

    /// Sets how it travels.
    func configure(_ options: DeliveryOptions) throws(CurlRefusal) {
        // Signals are for the process to handle, and libcurl would use SIGALRM.
        try set(CURLOPT_NOSIGNAL, 1)
        // The thread that asks a dead resolver is left behind instead of waited for.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.wholeMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, options.totalTimeout.wholeMilliseconds)
        try configureProxy(options)
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_PROXY_SSL_VERIFYPEER, 1)
        try set(CURLOPT_PROXY_SSL_VERIFYHOST, 2)
        if let file = options.caFile {
            // The folder has to go, or the system's roots would be trusted beside the file.
            try set(CURLOPT_CAINFO, file)
            try set(CURLOPT_CAPATH, nil)
            try set(CURLOPT_PROXY_CAINFO, file)
            try set(CURLOPT_PROXY_CAPATH, nil)
        }
        if let certificate = options.clientCertificateFile, let key = options.clientKeyFile {
            try set(CURLOPT_SSLCERT, certificate)
            try set(CURLOPT_SSLKEY, key)
            // Without a passphrase OpenSSL would ask for it on the terminal.
            try set(CURLOPT_KEYPASSWD, "")
        }
    }

    /// Empty texts, and not none: with none libcurl reads `https_proxy`, `no_proxy` and the like.
    private func configureProxy(_ options: DeliveryOptions) throws(CurlRefusal) {
        try set(CURLOPT_PROXY, options.proxy ?? "")
        try set(CURLOPT_NOPROXY, "")
        try set(CURLOPT_PROXYAUTH, EasyHandle.basicAuthentication)
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // A proxy that opens a tunnel is shown none of the webhook's fields.
        try set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
    }

    private func set(_ option: CURLoption, _ value: some BinaryInteger) throws(CurlRefusal) {
        try set(option, Int(value))
    }
}

extension Duration {
    /// The longest time that is meant seriously, in seconds; libcurl's numbers end soon after it.
    private static let longest: Int64 = 86_400

    /// Milliseconds for libcurl, at least one, since zero stands for its own default.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Duration.longest else { return Int(Duration.longest * 1_000) }
        return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
