import CCurl

/// One handle of libcurl with the memory that it points to; only for the thread that made it.
struct EasyHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer

    /// Where libcurl writes what went wrong; never shown as it is, since it may hold URLs.
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// Makes a handle; `nil` when there is no memory.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    /// libcurl's own words for a failure.
    var failureText: String { String(cString: errorText) }

    func set(_ option: CURLoption, _ value: Int) throws(CurlRefusal) {
        try CurlRefusal.check(ccurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String?) throws(CurlRefusal) {
        try CurlRefusal.check(ccurl_set_text(pointer, option, value))
    }

    func set(
        _ option: CURLoption,
        _ value: ccurl_bytes_callback,
        _ contextOption: CURLoption,
        _ context: UnsafeMutableRawPointer
    ) throws(CurlRefusal) {
        try CurlRefusal.check(ccurl_set_callback(pointer, option, value))
        try CurlRefusal.check(ccurl_set_pointer(pointer, contextOption, context))
    }

    func setErrorText() throws(CurlRefusal) {
        try CurlRefusal.check(ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText))
    }

    /// Sets the body of a POST, which libcurl copies.
    func setBody(_ body: [UInt8]) throws(CurlRefusal) {
        try CurlRefusal.check(
            ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        )
        // An empty array has no address, and without one libcurl would want to read the body elsewhere.
        let bytes = body.isEmpty ? [0] : body
        try CurlRefusal.check(ccurl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, bytes))
    }

    /// Sets the header fields, as libcurl writes them: `Name: value`, `Name;` for an empty one, `Name:` for none.
    mutating func setHeaders(_ lines: [String]) throws(CurlRefusal) {
        for line in lines {
            guard let longer = curl_slist_append(headers, line) else {
                throw CurlRefusal(code: CURLE_OUT_OF_MEMORY)
            }
            headers = longer
        }
        try CurlRefusal.check(ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headers))
    }

    func integer(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// A span of time in microseconds; 0 when that point was not reached.
    func microseconds(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return ccurl_get_offset(pointer, info, &value) == CURLE_OK ? Int64(value) : 0
    }
}
