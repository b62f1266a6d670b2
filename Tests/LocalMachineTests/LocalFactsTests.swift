import Testing

@testable import LocalMachine

@Suite("Facts of this machine, read from text")
struct LocalFactsTests {
    static let netstat = """
        TcpExt: SyncookiesSent TCPRetransFail TCPLoss
        TcpExt: 3 17 9
        IpExt: InNoRoutes TCPRetransFail
        IpExt: 1 99
        """

    @Test(
        arguments: [
            // Names stand in one line, numbers in the next of the same group.
            (netstat, "TCPRetransFail", 17), (netstat, "TCPLoss", 9),
            (netstat, "Missing", nil),
            // A kernel that tells less, or a file that is cut off.
            ("TcpExt: TCPRetransFail\n", "TCPRetransFail", nil),
            ("TcpExt: A TCPRetransFail\nTcpExt: 1\n", "TCPRetransFail", nil),
            ("TcpExt: TCPRetransFail\nTcpExt: many\n", "TCPRetransFail", nil),
            ("", "TCPRetransFail", nil),
        ] as [(String, String, Int?)]
    )
    func counter(_ text: String, _ name: String, _ number: Int?) {
        #expect(NetstatCounter.read(name, in: text) == number)
    }

    @Test(
        arguments: [
            ("", "postfix"), ("mail_owner = mail\n", "mail"), ("mail_owner=mail", "mail"),
            // The last setting counts; comments, continued lines and other settings do not.
            ("mail_owner = a\nmail_owner = b\n", "b"), ("#mail_owner = a\n", "postfix"),
            ("setgid_group = postdrop\n", "postfix"), ("x =\n mail_owner = a\n", "postfix"),
            ("mail_owner = $other\n", "postfix"), ("mail_owner =\n", "postfix"),
        ]
    )
    func owner(_ text: String, _ name: String) {
        #expect(MailOwner.read(in: text) == name)
    }
}
