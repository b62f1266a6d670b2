/// What a refusal blames on the one who connects: how often it comes, or what is thought of its address.
///
/// Such a refusal says nothing about the domain: another sender may get through. It is read from free
/// text, so it may colour a finding and never decides a verdict.
public enum ReputationHint: String, Hashable, Sendable, CaseIterable {
    /// Too many connections or too much mail in too short a time.
    case rate
    /// The address is on a blocklist or is distrusted.
    case blocklist

    /// Reads a reply; `nil` when it is not a refusal or speaks of neither.
    ///
    /// "Try again later" counts with 421 only: greylisting says the same with 450 and is healthy.
    public init?(_ reply: Reply) {
        switch reply.code.severity {
        case .success, .intermediate: return nil
        case .transientFailure, .permanentFailure: break
        }
        let words = ReplyWords(reply)
        if words.containsAny(of: ReputationHint.listPhrases) {
            self = .blocklist
        } else if words.containsAny(of: ReputationHint.ratePhrases)
            || reply.code.value == 421 && words.containsAny(of: ["try again later", "try later"])
        {
            self = .rate
        } else {
            return nil
        }
    }

    private static let ratePhrases: [ReplyWords.Phrase] = [
        "rate limit", "rate limited", "rate limiting", "ratelimit", "ratelimited", "rate exceeded",
        "connection rate", "message rate", "unusual rate", "connection limit",
        "too many connections",
        "too many concurrent", "too many simultaneous", "too many open", "too many sessions",
        "too many smtp", "too many requests", "too many attempts", "too many messages",
        "too many timeouts", "too many errors", "too much mail", "too frequent", "too frequently",
        "too fast", "slow down", "throttled", "throttling", "unexpected volume",
        "exceeded the rate",
    ]

    /// Names of lists and the words of refusals that cite one.
    private static let listPhrases: [ReplyWords.Phrase] = [
        "spamhaus", "spamcop", "barracuda", "barracudacentral", "sorbs", "uceprotect", "abusix",
        "mailspike", "senderscore", "senderbase", "cloudmark", "invaluement", "psbl", "rbl",
        "dnsbl",
        "rbldns", "blocklist", "blocklisted", "block list", "blacklist", "blacklisted",
        "black list", "denylist", "blocked using", "is listed in", "is listed on", "is listed at",
        "is listed by", "reputation", "ip blocked", "ip is blocked", "ip has been blocked",
        "ip address blocked", "ip address is blocked", "ip address has been blocked",
        "client host blocked", "ip banned", "ip is banned", "spam", "spammer", "unsolicited",
        "user complaints", "spam complaints", "dynamic ip", "dynamic address", "dynamic addresses",
    ]
}
