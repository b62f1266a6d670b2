import ProbeModel
import Testing

@Suite("Acceptance")
struct AcceptanceTests {
    @Test("judges the reply to RCPT", arguments: AcceptanceTests.recipientRows)
    func recipient(text: String, acceptance: Acceptance) throws {
        #expect(try Acceptance(Reply.parsing(text + "\r\n"), to: .recipient) == acceptance)
    }

    @Test(
        "judges the reply to MAIL",
        arguments: [
            // Acceptance of MAIL only lets RCPT follow.
            ("250 2.1.0 Ok", .notTested),
            ("451 4.7.1 try later", .deferred),
            ("530 5.7.0 Authentication required", .loginRequired),
            (
                "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail",
                .loginRequired
            ),
            ("550 5.7.1 go away", .refused),
            ("354 go", .notTested),
        ] as [(String, Acceptance)]
    )
    func mail(text: String, acceptance: Acceptance) throws {
        #expect(try Acceptance(Reply.parsing(text + "\r\n"), to: .mail) == acceptance)
    }

    static let recipientRows: [(String, Acceptance)] = [
        // Taken.
        ("250 2.1.5 Ok", .accepted),
        ("251 2.1.5 will forward", .accepted),
        ("252 2.1.5 cannot verify", .accepted),
        // Not now; healthy, whatever it speaks of.
        ("450 4.2.0 <postmaster@domain1.test>: Recipient address rejected: Greylisted", .deferred),
        ("450 4.3.2 Service currently unavailable", .deferred),
        ("452 4.2.2 over quota", .deferred),
        ("451 4.7.1 authentication required", .deferred),
        ("421 4.7.0 too many connections", .deferred),
        // The codes of RFC 4954.
        ("530 5.7.0 Authentication required", .loginRequired),
        ("530 5.7.1 no", .loginRequired),
        ("535 5.7.8 Error: authentication failed", .loginRequired),
        ("538 5.7.11 Encryption required", .loginRequired),
        ("534 5.7.9 mechanism too weak", .loginRequired),
        (
            "530-5.7.0 Authentication Required. For more information, go to\r\n530 5.7.0 here.",
            .loginRequired
        ),
        // 530 also asks for STARTTLS (RFC 3207 section 4).
        ("530 5.7.0 Must issue a STARTTLS command first", .refused),
        ("530 5.7.0 Must issue a STARTTLS command first, then authenticate", .loginRequired),
        // Words.
        ("550 5.7.1 Relaying denied. Proper authentication required.", .loginRequired),
        ("550 relay not permitted, authentication required", .loginRequired),
        ("554 5.7.1 SMTP AUTH is required", .loginRequired),
        ("503 5.5.4 Error: send AUTH command first.", .loginRequired),
        ("503 Error: need EHLO and AUTH first !", .loginRequired),
        ("553 authentication is required", .loginRequired),
        ("550-Please turn on SMTP Authentication in your mail client.\r\n550 no", .loginRequired),
        ("550 5.7.1 You must authenticate first", .loginRequired),
        ("553 5.7.1 <>: Sender address rejected: not logged in", .loginRequired),
        ("550 Unauthenticated senders not allowed", .loginRequired),
        ("550 5.7.1 Client was not authenticated", .loginRequired),
        ("550 5.7.57 Mail refused", .loginRequired),
        ("550 5.7.8 refused", .loginRequired),
        ("550 use POP-before-SMTP", .loginRequired),
        // A denied relay without such a word.
        ("554 5.7.1 <postmaster@domain1.test>: Relay access denied", .refused),
        ("550 5.7.1 Unable to relay", .refused),
        ("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", .refused),
        ("553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", .refused),
        ("554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", .refused),
        ("550 5.1.1 no such user", .refused),
        ("552 5.2.2 mailbox full", .refused),
        ("556 5.1.10 null MX", .refused),
        ("550 5.7.7 no", .refused),
        // SPF, DKIM and DMARC speak of authentication and mean something else.
        (
            "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\r\n"
                + "550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\r\n"
                + "550 5.7.26 bye", .refused
        ),
        ("550 5.7.1 SPF authentication required", .refused),
        (
            "550 5.7.515 Access denied, sending domain does not meet the required authentication level",
            .refused
        ),
        ("550 5.7.1 the sender could not be authenticated", .refused),
        ("550 5.7.1 sender authentication required", .refused),
        // Names in addresses and links are not words of the server.
        ("554 5.7.1 <postmaster@auth-required.test>: Relay access denied", .refused),
        ("550 no, see https://mx.example/authentication-required", .refused),
        // Parts of words are not words.
        ("550 5.7.1 author required", .refused),
        // Nothing that a server may say here.
        ("354 go on", .notTested),
    ]
}
