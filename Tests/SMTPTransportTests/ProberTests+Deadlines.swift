import Glibc
import ProbeEngine
import ProbeModel
import Testing

@testable import SMTPTransport

extension ProberTests {
    @Test(
        "cut off a phase that takes too long, however many bytes drip in",
        arguments: [
            OutcomeCase("silent from the start", .silent, .greeting, lines: []) {
                $0.readToEnd()
            },
            OutcomeCase("dripping a greeting", .silent, .greeting, lines: []) { peer in
                peer.send("220 ")
                drip(peer)
            },
            OutcomeCase("dripping greeting lines", .silent, .greeting, lines: []) { peer in
                drip(peer, "220-x\r\n")
            },
            OutcomeCase("silent after EHLO", .silent, .ehlo, lines: ["EHLO probe.test", "QUIT"]) {
                peer in
                peer.send("220 mail.domain1.test\r\n")
                peer.readToEnd()
            },
            OutcomeCase("dripping after EHLO", .silent, .ehlo, lines: ["EHLO probe.test"]) { peer in
                peer.send("220 mail.domain1.test\r\n")
                peer.readLine()
                peer.send("250-")
                drip(peer)
            },
        ]
    )
    func phaseDeadline(_ row: OutcomeCase) async throws {
        let server = try LoopbackServer(script: row.script)
        let prober = SMTPProber()
        let seen = await prober.probe(
            .test(server.endpoint()) { limits in
                limits.greeting = .milliseconds(300)
                limits.reply = .milliseconds(300)
            }
        )
        await prober.drain()
        let record = try #require(server.finish().first)
        #expect(seen.outcome == row.outcome)
        #expect(seen.phase == row.phase)
        #expect(record.lines == row.lines)
    }

    @Test("end the whole session in time when each phase keeps within its own")
    func sessionDeadline() async throws {
        let server = try LoopbackServer { peer in
            peer.send("220 mail.domain1.test\r\n")
            peer.readLine()
            peer.readToEnd()
        }
        let seen = await SMTPProber().probe(
            .test(server.endpoint()) { $0.session = .milliseconds(300) }
        )
        #expect(seen.outcome == .silent)
        #expect(seen.phase == .ehlo)
        _ = server.finish()
    }

    @Test("wait for a farewell no longer than agreed, and close after it")
    func farewellDeadline() async throws {
        let server = try LoopbackServer { peer in
            peer.serve(replies: ["QUIT": ""])
        }
        let prober = SMTPProber()
        let seen = await prober.probe(
            .test(server.endpoint()) { $0.quit = .milliseconds(200) }
        )
        #expect(seen.outcome == .ready)
        await prober.drain()
        let record = try #require(server.finish().first)
        #expect(record.lines == ["EHLO probe.test", "QUIT"])
        #expect(record.ending == .fin)
    }

    @Test("send SYNs on fresh sockets while none is answered, and count them")
    func freshAttempts() async throws {
        let deaf = try DeafPort()
        defer { deaf.finish() }
        let seen = await SMTPProber().probe(
            .test(deaf.endpoint) { limits in
                limits.connect = .milliseconds(400)
                limits.freshAttempts = [.milliseconds(50), .milliseconds(100)]
            }
        )
        #expect(seen.outcome == .timeout)
        #expect(seen.phase == .connect)
        #expect(seen.systemError?.name == "ETIMEDOUT")
        #expect(seen.synsSent == 3)
        #expect(seen.synRetransmits == 0)
    }

    @Test("count the SYNs that the kernel sends again")
    func retransmits() async throws {
        let deaf = try DeafPort()
        defer { deaf.finish() }
        let seen = await SMTPProber().probe(
            .test(deaf.endpoint) { limits in
                limits.connect = .milliseconds(1_500)
                limits.freshAttempts = []
            }
        )
        #expect(seen.outcome == .timeout)
        #expect(seen.synRetransmits == 1)
        #expect(seen.synsSent == 2)
    }

    @Test("go on with whichever SYN is answered first, and with that one only")
    func answeredFreshAttempt() async throws {
        let deaf = try DeafPort()
        defer { deaf.finish() }
        let endpoint = deaf.endpoint
        let prober = SMTPProber()
        async let patient = prober.probe(
            .test(endpoint) { limits in
                limits.freshAttempts = (1...8).map { .milliseconds($0 * 100) }
                limits.greeting = .milliseconds(200)
            }
        )
        // When this one has given up, the first SYN of the other is long lost.
        let hasty = await prober.probe(
            .test(endpoint) { limits in
                limits.connect = .milliseconds(150)
                limits.freshAttempts = []
            }
        )
        #expect(hasty.outcome == .timeout)
        deaf.listen()
        let seen = await patient
        #expect(seen.outcome == .silent)
        #expect(seen.synsSent > 1)
        #expect(seen.timings.connect != nil)
    }

    @Test("keep to the deadline for STARTTLS when the handshake drips")
    func handshakeDeadline() async throws {
        let server = try LoopbackServer { peer in
            peer.send("220 mail.domain1.test\r\n")
            peer.readLine()
            peer.send("250-mail.domain1.test\r\n250 STARTTLS\r\n")
            peer.readLine()
            peer.send("220 go ahead\r\n")
            peer.awaitBytes()
            // The start of a handshake record that promises more than ever comes.
            peer.send([22, 3, 3, 0x3f, 0xff])
            drip(peer, "\0")
        }
        let seen = await SMTPProber().probe(
            .test(server.endpoint()) { $0.reply = .milliseconds(300) }
        )
        _ = server.finish()
        #expect(seen.outcome == .ready)
        #expect(seen.startTLS == .failed("the handshake did not finish in time"))
    }
}

/// Sends the same few bytes again and again until the client is gone.
private func drip(_ peer: Peer, _ text: String = "x") {
    while peer.send(Array(text.utf8)) { usleep(20_000) }
}
