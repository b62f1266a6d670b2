import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct UnblockLetterTests {
    static func control(
        _ number: Int,
        _ outcome: Outcome = .timeout,
        attempts: Int = 2
    ) throws -> ControlObservation {
        let address = "192.0.2.\(number)"
        return ControlObservation(
            host: try AdviceScene.name("smtp.op\(number).test"),
            controlOperator: "op\(number).test",
            address: try AdviceScene.address(address),
            attempts: try (0..<attempts).map { _ in try AdviceScene.session(address, 25, outcome) },
            referencePort: 587,
            referenceAttempts: [try AdviceScene.session(address, 587, .ready)]
        )
    }

    static func scene() throws -> AdviceScene {
        try AdviceScene(.blocked) {
            $0.context.hostname = "backup.domain1.test"
            $0.context.ownAddresses = [
                try AdviceScene.address("2001:db8::7"), try AdviceScene.address(AdviceScene.own4),
            ]
            try $0.egress(
                .blocked,
                method: .drop,
                hop: (1, "198.51.100.1", "gw1.hetzner.com"),
                controls: [control(1), control(2, attempts: 1)],
                evidence: [
                    Evidence(
                        .controlsFail,
                        "2 of 2 controls of 2 operators are silent on port 25 and answer on port 587 at the same addresses"
                    ),
                    Evidence(
                        .lossExplains,
                        "9 SYNs to port 25 stayed unanswered and 9 to reference ports did not; loss alone explains that less than once in 10^5"
                    ),
                ]
            )
            try $0.egress(.open, .ipv6)
        }
    }

    static func letter(
        _ scene: AdviceScene,
        _ domains: [String] = ["domain1.test"]
    ) throws
        -> String?
    {
        UnblockLetter(
            domains: try domains.map { try AdviceScene.name($0) },
            egress: scene.egress,
            context: scene.context
        )?.text
    }

    @Test("the letter carries the proof")
    func golden() throws {
        #expect(
            try Self.letter(Self.scene())
                == """
                Subject: outgoing TCP port 25 is blocked for 198.51.100.7

                Hello Hetzner Cloud team,

                our mail server backup.domain1.test cannot reach port 25 of other mail
                servers over IPv4. Please let outgoing TCP connections to port 25 pass
                unchanged from:

                    198.51.100.7

                Mail between servers goes to port 25 (RFC 5321, section 4.5.4.2), and
                mail for domain1.test waits here because of this.

                Measured at 2026-11-23T15:56:14Z with mxprobe. Attempts on port 25 began
                together with attempts on another port of the same address, so that an
                outage of a host or of the line would have hit both.

                IPv4: port 25 is dropped at or just after hop 1, gw1.hetzner.com
                (198.51.100.1)

                  - 2 of 2 controls of 2 operators are silent on port 25 and answer on
                    port 587 at the same addresses
                  - 9 SYNs to port 25 stayed unanswered and 9 to reference ports did
                    not; loss alone explains that less than once in 10^5

                    smtp.op1.test (192.0.2.1)
                      port 25: no answer to 6 SYNs
                      port 587: answers
                    smtp.op2.test (192.0.2.2)
                      port 25: no answer to 3 SYNs
                      port 587: answers

                What we ask you to do:

                  1. Open outgoing port 25 for the addresses above, or tell us what you
                     need for it.
                  2. If it is not you who stops it, tell us whose network begins after
                     198.51.100.1.

                Thank you.

                """
        )
    }

    @Test(
        "there is no letter where nobody on the way is in the way",
        arguments: EgressVerdict.allCases
    )
    func none(_ verdict: EgressVerdict) throws {
        let scene = try AdviceScene { try $0.egress(verdict) }
        let isWritten: Set<EgressVerdict> = [.blocked, .intercepted, .throttled]
        #expect(try (Self.letter(scene) != nil) == isWritten.contains(verdict))
    }

    @Test(
        "only addresses of the families in trouble are asked for, private ones behind the line's own"
    )
    func senders() throws {
        var scene = try Self.scene()
        let text = try #require(try Self.letter(scene))
        #expect(text.contains("\n    198.51.100.7\n"))
        #expect(!text.contains("2001:db8::7"))
        scene.context.ownAddresses = [try AdviceScene.address("192.168.1.5")]
        let behind = try #require(try Self.letter(scene))
        #expect(behind.contains("\n    the IPv4 address of our line (behind it: 192.168.1.5)\n"))
        #expect(behind.hasPrefix("Subject: outgoing TCP port 25 is blocked for our line\n"))
    }

    @Test("many domains are named in part")
    func domains() throws {
        let names = (1...7).map { "domain\($0).test" }
        let text = try #require(try Self.letter(Self.scene(), names))
        #expect(text.contains("and 2 more domains"))
        #expect(!text.contains("domain6.test"))
        let none = try #require(try Self.letter(Self.scene(), []))
        #expect(!none.contains("waits here"))
    }

    @Test(
        "what is asked follows the verdict",
        arguments: [
            (EgressVerdict.blocked, "1. Open outgoing port 25"),
            (.intercepted, "1. Take the addresses above out"),
            (.throttled, "1. Open outgoing port 25"),
        ]
    )
    func request(_ verdict: EgressVerdict, _ start: String) throws {
        let scene = try AdviceScene { try $0.egress(verdict) }
        #expect(try Self.letter(scene)?.contains(start) == true)
    }

    @Test("no line is longer than 72 columns but for single words", arguments: 0..<50)
    func width(_ seed: Int) throws {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var scene = try Self.scene()
        scene.egress[0].evidence = (0..<next(5)).map { _ in
            let words = (0..<next(40)).map { _ in String(repeating: "w", count: 1 + next(30)) }
            return Evidence(.mixed, words.joined(separator: " "))
        }
        scene.context.hostname = String(repeating: "h", count: 1 + next(80))
        let text = try #require(try Self.letter(scene))
        for line in text.split(separator: "\n") where line.count > UnblockLetter.width {
            let words = line.split(separator: " ")
            #expect(words.count <= 2, "\(line)")
            #expect(words.last.map { $0.count > 60 } == true, "\(line)")
        }
        #expect(!text.contains("\n\n\n"))
        #expect(text.hasSuffix("\n"))
    }
}
