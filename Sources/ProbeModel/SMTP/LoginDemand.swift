/// Tells whether a 5yz reply asks for a login (RFC 4954), which mail from another server never makes.
enum LoginDemand {
    /// Whether the reply's code, status or words demand that the client logs in first.
    static func isMade(by reply: Reply) -> Bool {
        guard reply.code.severity == .permanentFailure else { return false }
        let words = ReplyWords(reply, dropsAddresses: true)
        if codes.contains(reply.code.value) {
            // 530 also says that STARTTLS must come first (RFC 3207 section 4).
            return !words.containsAny(of: ["starttls"]) || words.containsAny(of: roots)
        }
        if let status = reply.enhancedCode, status.subject == 7, details.contains(status.detail) {
            return true
        }
        return words.containsAny(of: phrases) && !words.containsAny(of: senderChecks)
    }

    /// 530 authentication required, 534 mechanism too weak, 535 credentials invalid, 538 encryption needed for it.
    private static let codes: Set<UInt16> = [530, 534, 535, 538]

    /// X.7.8 and X.7.11 (RFC 4954 section 6), and Exchange's X.7.57, client not authenticated.
    private static let details: Set<UInt16> = [8, 11, 57]

    private static let roots: [ReplyWords.Phrase] = [
        "auth", "authentication", "authenticate", "authenticated", "login",
    ]

    /// How servers word the demand, without punctuation.
    private static let phrases: [ReplyWords.Phrase] = [
        "authentication required", "authentication is required", "authentication needed",
        "authentication is needed", "requires authentication", "require authentication",
        "need authentication", "needs authentication", "without authentication",
        "without authenticating", "proper authentication", "turn on smtp authentication",
        "use smtp authentication", "use authentication", "enable smtp authentication",
        "must authenticate", "please authenticate", "should authenticate", "need to authenticate",
        "needs to authenticate", "have to authenticate", "required to authenticate",
        "authenticate first", "must be authenticated", "client not authenticated",
        "client was not authenticated", "client is not authenticated", "are not authenticated",
        "user not authenticated", "not authenticated to send", "unauthenticated senders",
        "auth required", "auth is required", "auth first", "auth command first", "requires auth",
        "require auth", "need auth", "use smtp auth", "not logged in", "must log in", "must login",
        "please log in", "please login", "log in first", "login first", "login required",
        "pop before smtp",
    ]

    /// Words of SPF, DKIM and DMARC refusals, which also speak of authentication, but not of a login.
    private static let senderChecks: [ReplyWords.Phrase] = [
        "spf", "dkim", "dmarc", "sender id", "sender authentication", "domain authentication",
        "email authentication", "message authentication",
    ]
}
