import COpenSSL
import Glibc
import ProbeEngine
import ProbeModel
import Testing

@testable import SMTPTransport

/// A certificate that a server shows, and what is to be said of it.
struct CertificateCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let error: String?
    let make: @Sendable (_ authority: Certificate) throws -> Certificate

    init(
        _ name: String,
        error: String?,
        _ make: @escaping @Sendable (_ authority: Certificate) throws -> Certificate
    ) {
        testDescription = name
        self.error = error
        self.make = make
    }
}

extension ProberTests {
    /// The name that every probe here looks for.
    static let host = "mail.domain1.test"

    /// A server with STARTTLS.
    static func startTLSServer(_ tls: ServerTLS) throws -> LoopbackServer {
        try LoopbackServer { peer in
            peer.send("220 mail.domain1.test ESMTP\r\n")
            peer.readLine()
            peer.send("250-mail.domain1.test\r\n250 STARTTLS\r\n")
            peer.readLine()
            peer.send("220 2.0.0 Ready\r\n")
            if peer.startTLS(tls) { peer.answer(capabilities: ["AUTH PLAIN"]) }
        }
    }

    /// A prober that trusts one authority.
    static func prober(trusting authority: Certificate) throws -> (SMTPProber, TemporaryFile) {
        let file = try TemporaryFile(authority.pem())
        return (SMTPProber(settings: ProberSettings(caFile: file.path)), file)
    }

    @Test(
        "judge chain, dates and names, and go on whatever they are",
        arguments: [
            CertificateCase("signed, right name", error: nil) {
                try Certificate(names: ["other.test", host], issuer: $0)
            },
            CertificateCase("signed, wildcard", error: nil) {
                try Certificate(names: ["*.domain1.test"], issuer: $0)
            },
            CertificateCase("signed, name only in the subject", error: nil) {
                try Certificate(commonName: host, issuer: $0)
            },
            // The subject counts only where there is no dNSName (RFC 6125 section 6.4.4).
            CertificateCase("wrong name", error: "hostname mismatch: names other.test") {
                try Certificate(names: ["other.test"], commonName: host, issuer: $0)
            },
            // A wildcard stands for one whole label.
            CertificateCase("partial wildcard", error: "hostname mismatch: names m*.domain1.test") {
                try Certificate(names: ["m*.domain1.test"], issuer: $0)
            },
            CertificateCase("no names", error: "hostname mismatch: names test") {
                try Certificate(issuer: $0)
            },
            CertificateCase(
                "many names",
                error: "hostname mismatch: names a.test, b.test, c.test, d.test and 2 more"
            ) {
                try Certificate(
                    names: ["a.test", "b.test", "c.test", "d.test", "e.test", "f.test"],
                    issuer: $0
                )
            },
            CertificateCase("expired", error: "certificate has expired") {
                try Certificate(names: [host], issuer: $0, ends: -Certificate.day)
            },
            CertificateCase("self-signed", error: "self-signed certificate") { _ in
                try Certificate(names: [host])
            },
            CertificateCase(
                "expired, wrong name",
                error: "certificate has expired; hostname mismatch: names other.test"
            ) {
                try Certificate(names: ["other.test"], issuer: $0, ends: -Certificate.day)
            },
            CertificateCase(
                "another authority",
                error: "self-signed certificate in certificate chain"
            ) { _ in
                let stranger = try Certificate(commonName: "stranger", isAuthority: true)
                return try Certificate(names: [host], issuer: stranger)
            },
        ]
    )
    func certificate(_ row: CertificateCase) async throws {
        let authority = try Certificate(commonName: "authority", isAuthority: true)
        let (prober, file) = try Self.prober(trusting: authority)
        let server = try Self.startTLSServer(ServerTLS(row.make(authority)))
        let seen = await prober.probe(.test(server.endpoint()))
        await prober.drain()
        let tls = try #require(seen.tls)
        #expect(seen.outcome == .ready)
        #expect(seen.startTLS == .established)
        #expect(tls.error == row.error)
        #expect(tls.verified == (row.error == nil))
        #expect(tls.version == "TLSv1.3")
        #expect(tls.cipher.hasPrefix("TLS_"))
        #expect(tls.notAfter != nil)
        #expect(tls.dane == nil)
        #expect(seen.capabilities.offers("AUTH"))
        #expect(seen.clearCapabilities.offers("STARTTLS"))
        #expect(seen.timings.starttls != nil)
        let record = try #require(server.finish().first)
        #expect(record.lines == ["EHLO probe.test", "STARTTLS", "EHLO probe.test", "QUIT"])
        #expect(record.ending == .fin)
        _ = file
    }

    @Test("speak TLS from the first byte where the port wants it")
    func implicitTLS() async throws {
        let authority = try Certificate(commonName: "authority", isAuthority: true)
        let tls = try ServerTLS(Certificate(names: [Self.host], issuer: authority))
        let (prober, file) = try Self.prober(trusting: authority)
        let server = try LoopbackServer { peer in
            if peer.startTLS(tls) { peer.serve() }
        }
        let seen = await prober.probe(.test(server.endpoint(.implicit)))
        await prober.drain()
        #expect(seen.outcome == .ready)
        #expect(seen.tls?.verified == true)
        #expect(seen.startTLS == .notOffered)
        #expect(seen.timings.starttls != nil)
        #expect(seen.timings.greeting != nil)
        let record = try #require(server.finish().first)
        #expect(record.lines == ["EHLO probe.test", "QUIT"])
        #expect(record.ending == .fin)
        _ = file
    }

    @Test(
        "say how implicit TLS failed",
        arguments: [
            OutcomeCase("an SMTP greeting", .tlsFailed, .tls) { peer in
                peer.send("220 mail.domain1.test ESMTP\r\n")
                peer.readToEnd()
            },
            OutcomeCase("closed within the handshake", .tlsFailed, .tls) { peer in
                peer.awaitBytes()
                peer.send([22, 3, 3, 0x3f])
                peer.goodbye()
            },
            OutcomeCase("an alert", .tlsFailed, .tls) { peer in
                peer.awaitBytes()
                peer.send([21, 3, 3, 0, 2, 2, 40])
                peer.goodbye()
            },
            // Without a byte there was no TLS that could fail.
            OutcomeCase("closed at once", .closed, .tls) { $0.goodbye() },
            OutcomeCase("silent", .silent, .tls) { $0.readToEnd() },
        ]
    )
    func implicitTLSFails(_ row: OutcomeCase) async throws {
        let server = try LoopbackServer(script: row.script)
        let seen = await SMTPProber().probe(
            .test(server.endpoint(.implicit)) { $0.reply = .milliseconds(300) }
        )
        _ = server.finish()
        #expect(seen.outcome == row.outcome)
        #expect(seen.phase == row.phase)
        #expect(seen.tls == nil)
        #expect((seen.tlsError != nil) == (row.outcome == .tlsFailed))
        if let error = seen.tlsError { #expect(error == error.lowercased()) }
    }

    @Test("see old versions of TLS rather than fail", arguments: [TLS1_VERSION, TLS1_1_VERSION])
    func oldVersion(_ version: Int32) async throws {
        let tls = try ServerTLS(Certificate(names: [Self.host]), newest: version)
        let server = try Self.startTLSServer(tls)
        let seen = await SMTPProber().probe(.test(server.endpoint()))
        #expect(seen.startTLS == .established)
        #expect(seen.tls?.version == (version == TLS1_VERSION ? "TLSv1" : "TLSv1.1"))
        _ = server.finish()
    }

    @Test("believe nothing that was injected behind the reply to STARTTLS")
    func injection() async throws {
        let server = try LoopbackServer { peer in
            peer.send("220 mail.domain1.test ESMTP\r\n")
            peer.readLine()
            peer.send("250-mail.domain1.test\r\n250 STARTTLS\r\n")
            peer.readLine()
            peer.send("220 2.0.0 Ready\r\n250-forged\r\n250 AUTH\r\n")
            peer.readToEnd()
        }
        let seen = await SMTPProber().probe(.test(server.endpoint()))
        _ = server.finish()
        #expect(seen.outcome == .ready)
        #expect(seen.startTLS == .failed("plaintext after the STARTTLS reply"))
        #expect(!seen.capabilities.offers("AUTH"))
        #expect(seen.tls == nil)
    }

    @Test("say which file the trusted roots should have come from")
    func missingRoots() async throws {
        let server = try Self.startTLSServer(ServerTLS(Certificate(names: [Self.host])))
        let prober = SMTPProber(settings: ProberSettings(caFile: "/nonexistent/roots.pem"))
        let seen = await prober.probe(.test(server.endpoint()))
        _ = server.finish()
        let tls = try #require(seen.tls)
        #expect(!tls.verified)
        #expect(tls.error?.hasPrefix("no trusted roots: ") == true)
        #expect(tls.error?.contains("/nonexistent/roots.pem") == true)
    }

    @Test("hold nothing against a peer while the trusted roots are being read")
    func slowRoots() async throws {
        let authority = try Certificate(commonName: "authority", isAuthority: true)
        let tls = try ServerTLS(Certificate(names: [Self.host], issuer: authority))
        let server = try Self.startTLSServer(tls)
        // A pipe is read only when somebody writes.
        let file = try TemporaryFile("")
        unlink(file.path)
        mkfifo(file.path, 0o600)
        let prober = SMTPProber(settings: ProberSettings(caFile: file.path))
        async let probed = prober.probe(
            .test(server.endpoint()) { $0.reply = .milliseconds(200) }
        )
        // A clock on the same loop, slower than the deadline above.
        let deaf = try DeafPort()
        defer { deaf.finish() }
        let clock = deaf.endpoint
        _ = await prober.probe(.test(clock) { $0.connect = .milliseconds(500) })
        let pipe = open(file.path, O_WRONLY)
        let text = Array(authority.pem().utf8)
        #expect(write(pipe, text, text.count) == text.count)
        close(pipe)
        let seen = await probed
        #expect(seen.startTLS == .established)
        #expect(seen.tls?.verified == true)
        await prober.drain()
        _ = server.finish()
    }

    @Test("read the trusted roots where SSL_CERT_FILE says")
    func rootsFromEnvironment() async {
        await #expect(processExitsWith: .success) {
            setenv("SSL_CERT_FILE", "/nonexistent/roots.pem", 1)
            confirm(ProberSettings.defaultCAFile == "/nonexistent/roots.pem", "not taken")
            setenv("SSL_CERT_FILE", "", 1)
            confirm(ProberSettings.defaultCAFile.hasSuffix("/ca-certificates.crt"), "not empty")
            unsetenv("SSL_CERT_FILE")
            confirm(ProberSettings.defaultCAFile.hasSuffix("/ca-certificates.crt"), "not unset")
        }
    }

    @Test(
        "make hostile names harmless",
        arguments: [
            // 30 0a 82 08: one dNSName of eight bytes.
            ("300a82081b5b324a00e280ae", ["\\x1b[2J\\x00\\u{202e}"]),
            // An iPAddress entry is no name.
            ("30068704c0000201", ["the subject"]),
        ]
    )
    func hostileNames(_ row: (extension: String, names: [String])) async throws {
        let certificate = try Certificate(commonName: "the subject", rawNames: row.extension)
        let server = try Self.startTLSServer(ServerTLS(certificate))
        let seen = await SMTPProber().probe(.test(server.endpoint()))
        _ = server.finish()
        #expect(seen.tls?.names == row.names)
        #expect(seen.tls?.verified == false)
    }

    @Test("stay until the peer has said its goodbye too")
    func lateGoodbye() async throws {
        let tls = try ServerTLS(Certificate(names: [Self.host]))
        let server = try LoopbackServer { peer in
            guard peer.startTLS(tls) else { return }
            peer.send("220 mail.domain1.test\r\n")
            peer.readLine()
            peer.send("250 mail.domain1.test\r\n")
            peer.readLine()
            peer.send("221 Bye\r\n")
            peer.answerGoodbye()
        }
        let prober = SMTPProber()
        #expect(await prober.probe(.test(server.endpoint(.implicit))).outcome == .ready)
        await prober.drain()
        #expect(server.finish().first?.ending == .fin)
    }

    @Test("stop a peer that floods the layer below SMTP")
    func ticketFlood() async throws {
        let tls = try ServerTLS(Certificate(names: [Self.host]))
        let server = try LoopbackServer { peer in
            guard peer.startTLS(tls) else { return }
            peer.send("220 ")
            while peer.sendTickets() {}
        }
        let seen = await SMTPProber().probe(.test(server.endpoint(.implicit)))
        _ = server.finish()
        #expect(seen.outcome == .reset)
        #expect(seen.phase == .greeting)
        #expect(seen.systemError?.name == "EMSGSIZE")
    }

    @Test("keep no more names than it can show")
    func manyNames() async throws {
        let names = (1...150).map { "host\($0).test" }
        let server = try Self.startTLSServer(ServerTLS(Certificate(names: names)))
        let seen = await SMTPProber().probe(.test(server.endpoint()))
        _ = server.finish()
        #expect(seen.tls?.names == Array(names.prefix(TLSObservation.maximumNames)))
    }
}
