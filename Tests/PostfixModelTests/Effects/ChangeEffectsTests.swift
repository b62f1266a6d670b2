import PostfixModel
import Testing
import TransportMap

@Suite("what a change touches")
struct ChangeEffectsTests {
    static let services = """
        smtp unix - - y - - smtp
        relay unix - - y - - smtp -o syslog_name=postfix/$service_name
        smtps unix - - y - - smtp -o smtp_tls_wrappermode=yes -o smtp_tls_security_level=encrypt
        strict unix - - y - - smtp -o smtp_tls_security_level=dane
        lmtp unix - - y - - lmtp
        """

    static func effects(
        _ old: String?,
        _ new: String,
        _ main: [String: String] = [:],
        services: String? = services
    ) -> [ChangeEffect] {
        func delivery(_ text: String) -> Delivery {
            let parts = text.split(separator: ":", maxSplits: 1)
            return Delivery(transport: String(parts[0]), nexthop: String(parts[1]))
        }
        let parameters = ["mail_version": "3.7.11", "smtp_tcp_port": "smtp"]
            .merging(main) { $1 }
        let table: [String: [String]] = [
            "hash:/policy": [
                "mail.domain1.test", ".parent.test", "[both.test]", "[both.test]:2525",
            ],
            "hash:/sasl": ["[mail.domain1.test]", "host.test"],
        ]
        return ChangeEffects(
            parameters: MainParameters(parameters),
            services: services.map { MasterService.list($0) }
        ) { specification, key in
            guard let keys = table[specification.text] else { return .failed("no such table") }
            return keys.contains(String(decoding: key, as: UTF8.self))
                ? .found([120], line: nil) : .absent
        }.effects(from: old.map(delivery), to: delivery(new))
    }

    @Test(
        "transports and ports",
        arguments: [
            ("smtp:mail.domain1.test", "smtp:mail.domain1.test:2525", []),
            ("smtp:[a.test]", "nowhere:[a.test]:2525", [.transportMissing]),
            ("smtp:[a.test]", "lmtp:[a.test]:2525", [.transportNotSMTP]),
            ("smtp:[a.test]", "relay:[a.test]:2525", []),
            ("smtp:[a.test]", "smtps:[a.test]:465", [.transportSettings]),
            ("smtps:[a.test]:465", "smtps:[b.test]:465", []),
            ("smtp:[a.test]", "smtp:[a.test]:465", [.wrapperMissing]),
            ("smtp:[a.test]", "smtp:[a.test]:smtps", [.wrapperMissing]),
            ("smtp:[a.test]", "smtp:[a.test]:25, [a.test]:465", [.wrapperMissing]),
            ("smtps:[a.test]:465", "smtps:[a.test]:2525", [.wrapperElsewhere]),
            ("smtp:[a.test]", "smtp:[a.test", [.nexthopMalformed]),
            (nil, "smtp:[a.test]:2525", []),
        ] as [(String?, String, [ChangeEffect.ID])]
    )
    func transports(old: String?, new: String, ids: [ChangeEffect.ID]) {
        #expect(Self.effects(old, new).map(\.id) == ids)
    }

    @Test("without master.cf nothing is said of services")
    func withoutServices() {
        #expect(Self.effects("smtp:[a.test]", "other:[a.test]:2525", services: nil) == [])
    }

    @Test("main.cf can have all transports begin with TLS")
    func wrapperInMain() {
        let main = ["smtp_tls_wrappermode": "yes"]
        #expect(Self.effects("smtp:[a.test]", "smtp:[a.test]:465", main) == [])
    }

    @Test(
        "lists need Postfix 3.5",
        arguments: [
            ("3.4.29", [.listUnsupported]), ("3.5.0", []), ("3.12-20260821", []),
        ] as [(String, [ChangeEffect.ID])]
    )
    func lists(version: String, ids: [ChangeEffect.ID]) {
        let new = "smtp:[a.test]:25, [a.test]:2525"
        #expect(Self.effects("smtp:[a.test]", new, ["mail_version": version]).map(\.id) == ids)
    }

    @Test(
        "TLS policies are keyed by the nexthop as it is written",
        arguments: [
            ("smtp:mail.domain1.test", "smtp:mail.domain1.test:2525", [.tlsPolicyLost]),
            ("smtp:mail.domain1.test", "smtp:[mail.domain1.test]", [.tlsPolicyLost]),
            ("smtp:mail.domain1.test", "relay:mail.domain1.test", []),
            ("smtp:[mail.domain1.test]", "smtp:[mail.domain1.test]:2525", []),
            ("smtp:[both.test]", "smtp:[both.test]:2525", []),
            ("smtp:[both.test]", "smtp:[both.test]:25, [both.test]:2525", [.tlsPolicyLost]),
            // A mere domain also has the policies of its parents.
            ("smtp:mx.parent.test", "smtp:mx.parent.test:2525", [.tlsPolicyLost]),
            ("smtp:mx.parent.test", "smtp:other.parent.test", []),
            ("smtp:[mx.parent.test]", "smtp:[mx.parent.test]:2525", []),
        ] as [(String, String, [ChangeEffect.ID])]
    )
    func policies(old: String, new: String, ids: [ChangeEffect.ID]) {
        let main = ["smtp_tls_policy_maps": "hash:/policy"]
        #expect(Self.effects(old, new, main).map(\.id) == ids)
        #expect(Self.effects(old, new, ["smtp_tls_policy_maps": ""]) == [])
    }

    @Test(
        "logins are keyed by the nexthop or the server's name",
        arguments: [
            ("smtp:[mail.domain1.test]", "smtp:[mail.domain1.test]:2525", [.saslPasswordLost]),
            ("smtp:[host.test]", "smtp:[host.test]:2525", []),
            ("smtp:host.test", "smtp:host.test:2525", [.saslPasswordLost]),
            ("smtp:[none.test]", "smtp:[none.test]:2525", []),
        ] as [(String, String, [ChangeEffect.ID])]
    )
    func passwords(old: String, new: String, ids: [ChangeEffect.ID]) {
        var main = ["smtp_sasl_password_maps": "hash:/sasl", "smtp_sasl_auth_enable": "yes"]
        #expect(Self.effects(old, new, main).map(\.id) == ids)
        main["smtp_sasl_auth_enable"] = "no"
        #expect(Self.effects(old, new, main) == [])
    }

    @Test("a table that fails is told, and one inside main.cf is not asked for")
    func tables() {
        let (old, new) = ("smtp:[a.test]", "smtp:[a.test]:2525")
        #expect(
            Self.effects(old, new, ["smtp_tls_policy_maps": "ldap:x"]).map(\.id)
                == [.tlsPolicyUnknown]
        )
        let inline = ["smtp_tls_policy_maps": "inline:{{[a.test] = may}}"]
        #expect(Self.effects(old, new, inline).map(\.id) == [.tlsPolicyLost])
        #expect(Self.effects(old, new, ["smtp_tls_policy_maps": "static:may"]) == [])
    }

    @Test(
        "DANE looks elsewhere for another port",
        arguments: [
            ("smtp:[a.test]", "smtp:[a.test]:2525", "dane", [.daneName]),
            ("smtp:[a.test]", "smtp:[a.test]:2525", "dane-only", [.daneName]),
            ("smtp:[a.test]", "smtp:[a.test]:2525", "may", []),
            ("smtp:[a.test]", "smtp:[b.test]", "dane", []),
            ("smtp:[a.test]:2525", "smtp:[b.test]:2525", "dane", []),
            ("strict:[a.test]", "strict:[a.test]:2525", "may", [.daneName]),
        ] as [(String, String, String, [ChangeEffect.ID])]
    )
    func dane(old: String, new: String, level: String, ids: [ChangeEffect.ID]) {
        let effects = Self.effects(old, new, ["smtp_tls_security_level": level])
        #expect(effects.map(\.id) == ids)
    }

    @Test("obstacles come first, and every sentence ends")
    func sentences() {
        let effects = Self.effects(
            "smtp:mail.domain1.test",
            "smtp:mail.domain1.test:465",
            ["smtp_tls_policy_maps": "hash:/policy", "smtp_tls_security_level": "dane"]
        )
        #expect(effects.map(\.id) == [.wrapperMissing, .tlsPolicyLost, .daneName])
        #expect(effects.map(\.isObstacle) == [true, false, false])
        #expect(effects.allSatisfy { $0.message.hasSuffix(".") })
    }

    @Test("what files hold is escaped")
    func escaped() {
        let effects = Self.effects("smtp:[a.test]", "no\u{1b}[0m:[a.test]")
        #expect(effects.count == 1)
        #expect(effects.allSatisfy { !$0.message.contains("\u{1b}") })
    }
}
