import Glibc
import ProbeEngine
import ProbeModel
import Sockets
import Testing

@testable import SMTPTransport

/// A server's script and what a probe of it has to say.
struct OutcomeCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let outcome: Outcome
    let phase: Phase
    let lines: [String]
    let script: @Sendable (Peer) -> Void

    init(
        _ name: String,
        _ outcome: Outcome,
        _ phase: Phase,
        lines: [String] = ["QUIT"],
        _ script: @escaping @Sendable (Peer) -> Void
    ) {
        testDescription = name
        self.outcome = outcome
        self.phase = phase
        self.lines = lines
        self.script = script
    }
}

extension ProberTests {
    @Test(
        "tell apart what loopback can show",
        arguments: [
            // SMTP said no; QUIT is said all the same.
            OutcomeCase("greeting 554", .rejected, .greeting) { peer in
                peer.send("554 5.7.1 go away\r\n")
                peer.answer()
            },
            OutcomeCase("greeting 421, then closed", .deferred, .greeting) { peer in
                peer.send("421 4.3.2 too busy\r\n")
                peer.goodbye()
            },
            OutcomeCase("greeting 450", .deferred, .greeting) { peer in
                peer.send("450 4.7.1 later\r\n")
                peer.answer()
            },
            OutcomeCase(
                "EHLO refused, HELO accepted",
                .ready,
                .quit,
                lines: ["EHLO probe.test", "HELO probe.test", "QUIT"]
            ) { peer in
                peer.serve(replies: ["EHLO": "502 5.5.1 what\r\n"])
            },
            OutcomeCase(
                "EHLO and HELO refused",
                .rejected,
                .ehlo,
                lines: ["EHLO probe.test", "HELO probe.test", "QUIT"]
            ) { peer in
                peer.serve(replies: ["EHLO": "550 no\r\n", "HELO": "550 no\r\n"])
            },
            // Tiny segments change nothing.
            OutcomeCase("one byte at a time", .ready, .quit, lines: ["EHLO probe.test", "QUIT"]) {
                peer in
                peer.send("220-mail.domain1.test\r\n220 ESMTP\r\n", inSegmentsOf: 1)
                peer.readLine()
                peer.send("250-mail.domain1.test\r\n250-SIZE\r\n250 8BITMIME\r\n", inSegmentsOf: 1)
                peer.answer()
            },
            // The greeting may be there before anybody looks, and the end with it.
            OutcomeCase("closed at once", .closed, .greeting, lines: []) { $0.goodbye() },
            OutcomeCase("closed in a greeting", .closed, .greeting, lines: []) { peer in
                peer.send("220-mail.domain1.test\r\n")
                peer.goodbye()
            },
            OutcomeCase("reset at once", .reset, .greeting, lines: []) { $0.reset() },
            OutcomeCase("reset after EHLO", .reset, .ehlo, lines: ["EHLO probe.test"]) { peer in
                peer.send("220 mail.domain1.test\r\n")
                peer.readLine()
                peer.reset()
            },
            // Whatever speaks, it is not SMTP.
            OutcomeCase("an SSH server", .notSMTP, .greeting, lines: []) { peer in
                peer.send("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
                peer.readToEnd()
            },
            OutcomeCase("an HTTP server", .notSMTP, .greeting, lines: []) { peer in
                peer.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
                peer.goodbye()
            },
            OutcomeCase("binary bytes", .notSMTP, .greeting, lines: []) { peer in
                peer.send([0x00, 0xff, 0x0d, 0x0a, 0x1b, 0x5b])
                peer.readToEnd()
            },
        ]
    )
    func outcome(_ row: OutcomeCase) async throws {
        let server = try LoopbackServer(script: row.script)
        let prober = SMTPProber()
        let seen = await prober.probe(.test(server.endpoint()))
        await prober.drain()
        prober.shutDown()
        let record = try #require(server.finish().first)
        #expect(seen.outcome == row.outcome)
        #expect(seen.phase == row.phase)
        #expect(record.lines == row.lines)
        #expect(seen.timings.connect != nil)
        if row.outcome == .reset { #expect(seen.systemError?.name == "ECONNRESET") }
    }

    @Test("say that nobody listens", arguments: ["127.0.0.1", "::1"])
    func refused(_ address: String) async throws {
        let server = try LoopbackServer(address: address) { _ in }
        _ = server.finish()
        let seen = await SMTPProber().probe(.test(server.endpoint()))
        #expect(seen.outcome == .refused)
        #expect(seen.phase == .connect)
        #expect(seen.systemError == SystemError(call: "connect", errno: ECONNREFUSED))
        #expect(seen.icmp == nil)
        #expect(seen.synsSent == 1)
        #expect(seen.timings.connect == nil)
    }

    @Test(
        "say at once that there is no way",
        arguments: [
            // The kernel refuses TCP to multicast groups without sending anything.
            ("224.0.0.1", nil, "connect", "ENETUNREACH"),
            ("ff02::1", nil, "connect", "ENETUNREACH"),
            // An address that is not ours cannot be a source, and loopback cannot leave.
            ("127.0.0.1", "192.0.2.77", "bind", "EADDRNOTAVAIL"),
            ("::1", "2001:db8::77", "bind", "EADDRNOTAVAIL"),
            ("192.0.2.1", "127.0.0.1", "connect", "EINVAL"),
        ]
    )
    func noRoute(
        _ row: (address: String, source: String?, call: String, error: String)
    )
        async throws
    {
        var request = ProbeRequest.test(
            Endpoint(address: try #require(IPAddress(row.address)), port: 25)
        )
        request.sourceAddress = row.source.flatMap { IPAddress($0) }
        let seen = await SMTPProber().probe(request)
        #expect(seen.outcome == .noRoute)
        #expect(seen.systemError?.call == row.call)
        #expect(seen.systemError?.name == row.error)
        #expect(seen.synsSent == 0)
    }

    @Test("connect from the address that is asked for", arguments: ["127.0.0.2", "127.9.8.7"])
    func source(_ address: String) async throws {
        let server = try LoopbackServer { $0.serve() }
        let prober = SMTPProber()
        var request = ProbeRequest.test(server.endpoint())
        request.sourceAddress = IPAddress(address)
        #expect(await prober.probe(request).outcome == .ready)
        await prober.drain()
        #expect(server.finish().first?.client == IPAddress(address))
    }

    @Test("ask whether the domain's mail is taken", arguments: [true, false])
    func acceptance(_ pipelining: Bool) async throws {
        let server = try LoopbackServer { peer in
            peer.serve(
                capabilities: pipelining ? ["PIPELINING"] : ["SIZE"],
                replies: ["RCPT": "450 4.2.0 greylisted\r\n"]
            )
        }
        let prober = SMTPProber()
        let seen = await prober.probe(.test(server.endpoint(), acceptance: "domain1.test"))
        await prober.drain()
        #expect(seen.outcome == .ready)
        #expect(seen.acceptance == .deferred)
        #expect(seen.timings.acceptance != nil)
        #expect(
            server.finish().first?.lines == [
                "EHLO probe.test", "MAIL FROM:<>", "RCPT TO:<postmaster@domain1.test>", "RSET",
                "QUIT",
            ]
        )
    }
}
