import CCurl

/// libcurl refused a setting, so that the request must not be sent.
struct CurlRefusal: Error {
    let code: CURLcode

    /// Throws unless all is well.
    static func check(_ code: CURLcode) throws(CurlRefusal) {
        guard code == CURLE_OK else { throw CurlRefusal(code: code) }
    }
}
