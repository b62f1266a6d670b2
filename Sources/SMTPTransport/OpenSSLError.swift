import COpenSSL

/// The reasons that OpenSSL gives, which it queues for each thread.
enum OpenSSLError {
    /// Forgets what earlier calls left behind.
    static func clear() { ERR_clear_error() }

    /// Takes the first reason, which is the root of those after it, as a lower-case phrase.
    static func take() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return "unknown error" }
        guard let reason = ERR_reason_error_string(code) else { return "error \(code)" }
        return String(cString: reason).lowercased()
    }
}
