import ProbeModel
import Testing

@Suite("ReputationHint")
struct ReputationHintTests {
    @Test(
        "finds rate and reputation in refusals",
        arguments: [
            // Rate.
            ("421 4.7.0 mx.example Error: too many connections from 192.0.2.1", .rate),
            ("421 4.7.1 Too many timeouts", .rate),
            ("421 Too many concurrent SMTP connections; please try again later.", .rate),
            ("421 4.3.2 Connection rate limit exceeded.", .rate),
            ("450 4.7.1 Error: too much mail from 192.0.2.1", .rate),
            ("421-4.7.28 Our system has detected an unusual rate of mail\r\n421 4.7.28 bye", .rate),
            ("421 4.7.0 Temporarily deferred due to unexpected volume", .rate),
            ("421 mx.example Try again later, closing connection", .rate),
            // Reputation.
            (
                "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
                .blocklist
            ),
            (
                "554-mx.example\r\n554 Your access has been rejected due to poor reputation",
                .blocklist
            ),
            ("550 5.7.1 Your host is on our block list (S3150)", .blocklist),
            ("550 rejected because 192.0.2.1 is in a black list at dnsbl.example", .blocklist),
            ("550 5.7.1 http://www.barracudacentral.org/rbl/", .blocklist),
            ("550 192.0.2.1 is listed at list.example", .blocklist),
            ("554 5.7.1 dynamic IP addresses are not served here", .blocklist),
            ("421 4.7.0 blocked for spam, try again later", .blocklist),
            // Greylisting asks the same as a rate limit, with another code.
            ("450 4.2.0 Greylisted, please try again later", nil),
            ("451 4.3.0 try again later", nil),
            ("421 4.3.2 system shutting down", nil),
            // Near misses.
            ("554 5.4.6 Too many hops", nil),
            ("452 4.5.3 Too many recipients", nil),
            ("552 5.2.2 mailbox size limit exceeded", nil),
            ("550 5.1.1 recipient is not listed in the directory", nil),
            ("550 5.7.1 for complaints write to the postmaster", nil),
            ("550 5.7.1 antispammers.example does not know you", nil),
            ("554 5.7.1 Relay access denied", nil),
            // A greeting that only boasts.
            ("220 mx.example NO SPAM, rate limited", nil),
        ] as [(String, ReputationHint?)]
    )
    func hint(text: String, hint: ReputationHint?) throws {
        #expect(try ReputationHint(Reply.parsing(text + "\r\n")) == hint)
    }
}
