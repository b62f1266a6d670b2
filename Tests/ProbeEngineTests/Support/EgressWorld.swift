import ProbeEngine
import ProbeModel
import Testing

/// Controls of as many operators, their addresses, and settings to ask them with.
struct EgressWorld {
    var zone = Zone()
    var settings = EngineSettings()

    static let canary = Endpoint(address: IPAddress(ipv4: 0xc000_0201), port: 25)

    init(controls count: Int = 0) throws {
        settings.traces = false
        settings.ehloName = "backup.test"
        for number in 0..<count {
            let host = "control\(number).op\(number).test"
            try zone.host(host, ["20.0.1.\(number + 1)"])
            settings.controls.append(Control(host: try name(host), referencePorts: [587]))
        }
    }

    /// The endpoint of a control.
    static func control(_ number: Int, _ port: UInt16 = 25) throws -> Endpoint {
        Endpoint(address: try address("20.0.1.\(number + 1)"), port: port)
    }
}

extension ProbeRequest {
    /// Whether this goes to the documentation address.
    var isCanary: Bool { endpoint == EgressWorld.canary }
}

extension ProbeObservation {
    /// Makes a host greet by a name.
    mutating func greet(_ name: String) {
        guard let code = ReplyCode(220) else { return }
        greeting = Reply(code: code, lines: [Array("\(name) ESMTP".utf8)])
    }

    /// Makes a certificate vouch for the host.
    mutating func certify(_ names: [String] = []) {
        tls = TLSObservation(
            version: "TLSv1.3",
            cipher: "TLS_AES_256_GCM_SHA384",
            verified: true,
            error: nil,
            names: names,
            notAfter: nil,
            dane: nil
        )
    }
}
