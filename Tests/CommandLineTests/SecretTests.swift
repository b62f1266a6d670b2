import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// Secrets are planted wherever the configuration has room for them, deliveries fail in every way, and nothing that this
/// machine shows or keeps holds one of them.
@Suite struct SecretTests {
    /// What is planted begins so; the signing keys, which are base 64, hold it as well.
    private static let planted = ["PLANTED", "UExBTlRFR", "U0VDUkVUU0"]

    /// A signing key that decodes to `PLANTEDPLANTEDPLANTEDPLANTED`.
    private static let key = "whsec_UExBTlRFRFBMQU5URURQTEFOVEVEUExBTlRFRA=="

    /// The variables that hold secrets.
    private let variables: [String: String]
    private let runs: CheckRuns
    private let receiver: Receiver

    /// The webhooks by name, each with what goes wrong.
    private static let names = [
        "echoed", "bearer", "routing", "closed", "unknown", "expired", "login", "way", "moved",
        "reset", "variable", "keyless",
    ]

    init() throws {
        receiver = try Receiver.shared.get()
        runs = try CheckRuns()
        let folder = runs.folder
        let http = receiver.url("http", "")
        variables = ["HOOK_URL": receiver.url("http", "/echo/500/PLANTEDVARIABLE?k=PLANTEDQUERY")]
        let files = [
            "token": "PLANTEDTOKEN\n",
            "address":
                "https://PLANTEDUSER:PLANTEDWORD@127.0.0.1:\(receiver.port("expired"))/PLANTEDPATH\n",
            "way": "socks5h://proxyuser:PLANTEDPROXY@127.0.0.1:\(receiver.port("socks"))\n",
            "beat": http + "/echo/503/PLANTEDBEAT\n",
            "keyless": "no signing key: PLANTEDKEY\n",
        ]
        for (name, text) in files {
            #expect(chmod(try folder.write(name, text), 0o600) == 0)
        }
        let label = String(repeating: "a", count: 64)
        let json = "format: json, secret: \(Self.key)"
        let plain = "127.0.0.1:\(receiver.port("proxy"))"
        try runs.configure(
            """
            alert: {after_failures: 1}
            webhooks:
              - {name: echoed, \(json), url: "\(http)/echo/503/PLANTEDPATH"}
              - {name: bearer, format: ntfy, url: "\(http)/echo/404/x", secret_file: \(folder.path)/token}
              - {name: routing, format: pagerduty, url: "\(http)/echo/429/x", secret: PLANTEDROUTINGKEY}
              - {name: closed, \(json), url: "http://PLANTEDUSER:PLANTEDWORD@127.0.0.1:1/PLANTEDPATH"}
              - {name: unknown, \(json), url: "https://PLANTEDUSER:PLANTEDWORD@\(label).invalid/PLANTEDPATH"}
              - {name: expired, \(json), url_file: \(folder.path)/address, ca_file: \(receiver.file("ca.pem"))}
              - {name: login, \(json), url: "\(http)/PLANTEDPATH", proxy: "http://proxyuser:PLANTEDPROXY@\(plain)"}
              - {name: way, \(json), url: "\(http)/PLANTEDPATH", proxy_file: \(folder.path)/way}
              - {name: moved, \(json), url: "\(http)/redirect/302?to=https://else.test/PLANTEDPLACE"}
              - {name: reset, \(json), url: "\(receiver.url("resets", "/PLANTEDPATH"))"}
              - {name: variable, \(json), url_env: HOOK_URL}
              - {name: keyless, format: json, url: "\(http)/PLANTEDPATH", secret_file: \(folder.path)/keyless}
            heartbeat: {url_file: \(folder.path)/beat}

            """
        )
    }

    private func run(_ arguments: [String]) throws -> Transcript {
        var run = runs.program(arguments)
        run.environment.merge(variables) { $1 }
        let transcript = try run.transcript()
        #expect(!transcript.isOverdue)
        return transcript
    }

    private static func expectNone(in text: String, _ where: Comment) {
        for secret in planted { #expect(!text.contains(secret), `where`) }
    }

    /// All commands that come near a secret, and all that they say.
    @Test func whatIsPrintedAndKept() throws {
        let options = try AbsentDomains.options() + ["--state", runs.state]
        let state = ["--state", runs.state]
        var commands = [
            ["check", "a.test"] + options, ["check", "b.test", "--format", "json"] + options,
            ["check", "c.test", "--format", "nagios"] + options,
            ["check", "d.test", "--format", "prometheus"] + options,
            ["webhook", "queue"] + state, ["webhook", "queue", "--format", "json"] + state,
            ["webhook", "flush"] + state, ["webhook", "flush", "closed"] + state,
            ["history", "--all", "--format", "json"] + state, ["config", "check"],
            ["config", "show"],
        ]
        commands += Self.names.map { ["webhook", "test", $0] }
        var failures = 0
        for command in commands {
            let transcript = try run(command)
            let text = transcript.output + transcript.errors
            Self.expectNone(in: text, "\(command): \(text)")
            failures += text.components(separatedBy: "not delivered").count - 1
        }
        #expect(failures == Self.names.count, "each of them fails in its own way")
        let kept = try keptBytes()
        #expect(kept.count > 10_000)
        for secret in Self.planted { #expect(kept.range(of: Data(secret.utf8)) == nil) }
    }

    /// A configuration whose mistakes are next to secrets, or are secrets.
    @Test(arguments: [
        "webhooks: [{name: ops, format: json, url: \"ftp://PLANTED\"}]",
        "webhooks: [{name: ops, format: json, url: [PLANTED], secret: {a: PLANTED}}]",
        "webhooks: [{name: ops, format: json, url_env: PLANTED-1, proxy: PLANTED}]",
        "webhooks: [{name: ops, format: json, url_file: PLANTED}]",
        "heartbeat: \"https://hb.example/PLANTED\"", "heartbeat: {url: \"PLANTED\"}",
    ])
    func mistakes(text: String) throws {
        try runs.configure(text + "\n")
        for command in [["config", "check"], ["config", "show"], ["check", "a.test"]] {
            let transcript = try run(command)
            #expect(transcript.status == 78)
            Self.expectNone(in: transcript.output + transcript.errors, "\(transcript.errors)")
        }
    }

    /// What every user of this machine can read of a program that is sending, and its threads.
    @Test func theProcessListWhileItSends() throws {
        let token = "PLANTEDLIST-\(getpid())"
        try runs.configure(
            "webhooks: [{name: slow, format: json, secret: \(Self.key), url: \"\(receiver.url("http", "/silent/\(token)"))\"}]\n"
        )
        let program = try RunningProgram(runs.program(["webhook", "test", "slow"]))
        // It is sending when its request has come; a machine under load takes its time.
        while try receiver.requests(with: token).isEmpty { usleep(10_000) }
        let list = program.processEntry()
        program.send(SIGTERM)
        let transcript = try program.wait()
        #expect(list.contains("webhook\0test\0slow"))
        Self.expectNone(in: list, "the process list")
        Self.expectNone(in: transcript.output + transcript.errors, "its output")
    }

    /// The programs of Postfix are started without this process's environment, in which secrets may be.
    @Test(
        .enabled(if: OwnNamespace.mountObstacle == nil),
        .enabled(if: access("/usr/sbin/postconf", X_OK) == 0, "SKIPPED: there is no Postfix")
    )
    func whatChildrenSee() throws {
        try runs.folder.write(
            "main.cf",
            "myhostname = backup.test\nqueue_directory = /nonexistent\n"
        )
        try runs.folder.write("master.cf", "")
        let seen = runs.folder.path + "/seen"
        let spy = """
            mount -t tmpfs -o mode=755 none /mnt
            for name in postconf postmap postqueue; do
              cp -p /usr/sbin/$name /mnt/$name.real
              printf '#!/bin/sh\\ncat /proc/$$/cmdline /proc/$$/environ >>\(seen)\\nexec /mnt/%s.real "$@"\\n' $name >/mnt/$name
              chmod 755 /mnt/$name
              mount --bind /mnt/$name /usr/sbin/$name
            done
            "$@"
            """
        var run = runs.program([
            "check", "a.test", "--postfix-config", runs.folder.path, "--resolver",
            "127.0.0.1@\(try AbsentDomains.shared.get().port)", "--dnssec", "off", "--state",
            runs.state,
        ])
        run.environment.merge(variables) { $1 }
        let transcript = try OwnNamespace.run(run, after: spy).transcript()
        #expect(transcript.status == 2, "\(transcript.errors)")
        let text = String(
            decoding: try Data(contentsOf: URL(filePath: seen)),
            as: UTF8.self
        )
        #expect(text.contains("/usr/sbin/postconf\0"), "\(transcript.errors)")
        #expect(!text.contains("HOOK_URL"))
        Self.expectNone(in: text, "a child's arguments or environment")
    }

    /// All bytes of the files that mxprobe wrote: the database, its journal and its lock.
    private func keptBytes() throws -> Data {
        try FileManager.default.contentsOfDirectory(atPath: runs.folder.path)
            .filter { $0.hasPrefix("state.db") }
            .reduce(into: Data()) { bytes, name in
                bytes += try Data(contentsOf: URL(filePath: "\(runs.folder.path)/\(name)"))
            }
    }
}
