import AlertPolicy
import Foundation
import InternationalNames
import Settings
import Testing

/// `config show`: what it prints means the same as what was read, and holds no secret.
@Suite struct SettingsListingTests {
    private func decode(_ text: String) throws -> Settings {
        try Settings.decode(Array(text.utf8), readName: .ascii).get()
    }

    static let files = [
        "",
        Settings.example,
        """
        domains: [domain1.com, domain2.net]
        domains_from: postfix
        ports: {alternates: [2525]}
        controls: [{host: a.example, reference_ports: [587], operator: "x y"}, {host: b.example}]
        relays: [relay.example]
        probe: {ehlo_name: me.example, source_ipv4: 192.0.2.1, connect_timeout: 250ms, accept_check: never, concurrency: 7, per_address: 2, per_network: 30, per_second: 400}
        dns: {resolvers: ["192.0.2.53", "2001:db8::53@5353"], dnssec: false, trust_anchor: "/a \\"b\\" \\u202e", allow_special_purpose: [10.0.0.0/8]}
        postfix: {config_directory: /etc/postfix-out}
        alert: {after_failures: 4, remind_every: 2h, unknown_after: 90m, flap_stops: 5, flap_window: 1d, flap_quiet: 30m, certificate_notice: 0s, maintenance: ["sat,sun 22:00-02:00"]}
        transport: {mode: apply, strategy: overlay, style: failover, map: /etc/postfix/t, min_dwell: 1h, flap_window: 2d, max_dwell: 12h, flush_queue: false}
        webhooks:
          - {name: ops, format: json, url_file: /u, secret_env: HOOK, events: [domain.down], ca_file: /ca, client_cert_file: /c, client_key_file: /k, proxy_file: /p}
          - {name: own, format: template, url_env: URL, template_file: /t}
        heartbeat: {url_file: /h}
        state: {path: /var/lib/x.db, retention: 7d}
        """,
    ]

    @Test(arguments: files) func meansTheSame(_ text: String) throws {
        let settings = try decode(text)
        #expect(try decode(SettingsListing(settings).text) == settings)
    }

    @Test func holdsNoSecret() throws {
        let settings = try decode(
            """
            webhooks:
              - {name: ops, format: json, url: "https://h.example/PLANTED", secret: "PLANTED", proxy: "http://u:PLANTED@p.example"}
            heartbeat: {url: "https://hb.example/PLANTED"}
            """
        )
        let text = SettingsListing(settings).text
        #expect(!text.contains("PLANTED"))
        #expect(text.contains("# url: hidden"))
    }

    /// A webhook works without a secret and a proxy: what is left of its listing is a file that says all else.
    @Test func meansTheSameButForAHiddenSecret() throws {
        let secrets = ["secret: \"PLANTED\"", "proxy: \"http://u:PLANTED@p.example\""]
        for written in [secrets, [secrets[0]], [secrets[1]]] {
            let webhook = "name: ops, format: json, url_file: /u"
            let without = try decode("webhooks: [{\(webhook)}]")
            let settings = try decode(
                "webhooks: [{\(webhook), \(written.joined(separator: ", "))}]"
            )
            let text = SettingsListing(settings).text
            #expect(text.count { $0 == "#" } == written.count)
            #expect(try decode(text) == without)
        }
    }

    /// A file that others can read is no place for a secret; one without a secret may be read by all.
    @Test(arguments: [
        (0o600, true, false), (0o640, true, false), (0o644, true, true), (0o660, true, true),
        (0o644, false, false),
    ])
    func permissions(mode: Int, isLiteral: Bool, isWarned: Bool) throws {
        let path = NSTemporaryDirectory() + "mxprobe-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let url = isLiteral ? "url: \"https://h.example/x\"" : "url_env: X"
        let text = "webhooks: [{name: a, format: json, \(url)}]\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let location = SettingsLocation(option: path, environment: [:])
        let loaded = try LoadedSettings.load(from: location).get()
        #expect(SecretPermissions.warnings(loaded).isEmpty != isWarned)
    }

    /// The key of a client certificate is a secret as well; the certificate is none.
    @Test(arguments: [(0o600, false), (0o644, true)])
    func permissionsOfAKey(mode: Int, isWarned: Bool) throws {
        let folder = NSTemporaryDirectory() + "mxprobe-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, mode) in [("cert", 0o644), ("key", mode), ("mxprobe.yaml", 0o600)] {
            let text =
                "webhooks: [{name: a, format: json, url_env: X, client_cert_file: \(folder)/cert, client_key_file: \(folder)/key}]\n"
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            try FileManager.default.setAttributes(
                [.posixPermissions: mode],
                ofItemAtPath: "\(folder)/\(name)"
            )
        }
        let location = SettingsLocation(option: "\(folder)/mxprobe.yaml", environment: [:])
        let warnings = SecretPermissions.warnings(try LoadedSettings.load(from: location).get())
        #expect(warnings.count == (isWarned ? 1 : 0))
        #expect(warnings.allSatisfy { $0.hasPrefix("\(folder)/key holds a secret") })
    }

    @Test func aMissingSecretFileIsTold() throws {
        let path = NSTemporaryDirectory() + "mxprobe-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("heartbeat: {url_file: /nonexistent/secret}\n".utf8).write(to: URL(filePath: path))
        let location = SettingsLocation(option: path, environment: [:])
        let loaded = try LoadedSettings.load(from: location).get()
        #expect(
            SecretPermissions.warnings(loaded)
                == ["/nonexistent/secret: no such file or directory; it should hold a secret"]
        )
    }
}
