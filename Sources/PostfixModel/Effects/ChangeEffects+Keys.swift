import ProbeModel
import TransportMap

extension ChangeEffects {
    /// The entries that are keyed by the old nexthop and miss for the new one.
    func keyEffects(from old: Delivery?, to new: Delivery) -> [ChangeEffect] {
        guard let old, old.nexthop != new.nexthop else { return [] }
        var effects = lost(
            "smtp_tls_policy_maps",
            from: old,
            to: new,
            keys: Self.policyKeys,
            (.tlsPolicyLost, .tlsPolicyUnknown, "TLS policy")
        )
        if parameters.isOn("smtp_sasl_auth_enable") == true {
            effects += lost(
                "smtp_sasl_password_maps",
                from: old,
                to: new,
                keys: Self.passwordKeys,
                (.saslPasswordLost, .saslPasswordUnknown, "login")
            )
        }
        return effects
    }

    private func lost(
        _ parameter: String,
        from old: Delivery,
        to new: Delivery,
        keys: (Nexthop) -> [String],
        _ kind: (lost: ChangeEffect.ID, unknown: ChangeEffect.ID, noun: String)
    ) -> [ChangeEffect] {
        let tables = parameters.tables(parameter)
        guard !tables.isEmpty else { return [] }
        var effects: [ChangeEffect] = []
        for before in NexthopList.nexthops(old.nexthop) {
            for after in NexthopList.nexthops(new.nexthop) where after.text != before.text {
                switch (find(keys(before), in: tables), find(keys(after), in: tables)) {
                case (.found(let key), .absent):
                    let message =
                        "\(parameter) has a \(kind.noun) for \(SafeText.escape(key)) and none for "
                        + "\(SafeText.escape(after.text)): the entry has to be copied."
                    effects.append(ChangeEffect(kind.lost, message))
                case (.failed(let reason), _), (.found, .failed(let reason)):
                    let message =
                        "\(parameter) could not be asked whether it has a \(kind.noun) for the "
                        + "nexthop: \(SafeText.escape(reason))."
                    effects.append(ChangeEffect(kind.unknown, message))
                case (.found, .found), (.absent, _): break
                }
            }
        }
        return effects.unique
    }

    private enum Found {
        case found(key: String)
        case absent
        case failed(String)
    }

    /// The first of some keys that a list of tables holds, each key asked of all tables.
    private func find(_ keys: [String], in tables: [TableSpecification]) -> Found {
        for key in keys {
            for table in tables {
                let builtIn = table.builtInTable(foldsKeys: true, dialect: parameters.dialect)
                let bytes = Array(key.utf8)
                switch builtIn?.answer(for: bytes) ?? ask(table, bytes) {
                case .found: return .found(key: key)
                case .failed(let reason): return .failed("\(table.text): \(reason)")
                case .absent: continue
                }
            }
        }
        return .absent
    }

    /// The keys of a TLS policy: the nexthop as it is written, and for a mere domain its parents
    /// with a dot in front (`tls_policy_lookup`).
    private static func policyKeys(_ nexthop: Nexthop) -> [String] {
        guard nexthop.text == nexthop.host else { return [nexthop.text] }
        let bytes = Array(nexthop.text.utf8)
        return [nexthop.text]
            + bytes.indices.dropFirst().filter { bytes[$0] == UInt8(ascii: ".") }
            .map { String(decoding: bytes[$0...], as: UTF8.self) }
    }

    /// The keys of a login: the server's name where it is known, and the nexthop as it is written
    /// (`smtp_sasl_passwd_lookup`).
    private static func passwordKeys(_ nexthop: Nexthop) -> [String] {
        nexthop.isBracketed ? [nexthop.host, nexthop.text] : [nexthop.text]
    }

    /// The security levels that look for TLSA records.
    private static let daneLevels = ["dane", "dane-only"]

    /// The name that DANE looks at, where it changes with the port.
    func daneEffects(from old: Delivery?, to new: Delivery) -> [ChangeEffect] {
        let service = services?[new.transport]
        let level =
            service?.overrides["smtp_tls_security_level"]
            ?? parameters.text("smtp_tls_security_level")
        guard Self.daneLevels.contains(level) else { return [] }
        let client = SMTPClientSettings(parameters, service, lookup: serviceLookup)
        func ports(_ delivery: Delivery) -> Set<UInt16> {
            Set(NexthopList.nexthops(delivery.nexthop).compactMap { client.port(of: $0) })
        }
        let known = old.map(ports) ?? []
        return ports(new).subtracting(known).filter { $0 != 25 }.sorted().map { port in
            ChangeEffect(
                .daneName,
                "DANE looks for TLSA records under _\(port)._tcp and no longer under _25._tcp."
            )
        }
    }
}

extension Array where Element: Hashable {
    /// The elements without those that came before.
    var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
