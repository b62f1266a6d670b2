import InternationalNames
import ProbeModel
import Settings
import Testing

/// A file, and all that is said about it.
struct MistakenFile: CustomTestStringConvertible {
    let text: String
    let errors: [String]

    init(_ text: String, _ errors: String...) {
        self.text = text
        self.errors = errors
    }

    var testDescription: String { SafeText.escape(String(text.prefix(80))) }
}

@Suite struct SettingsMistakeTests {
    @Test(
        "tell every mistake with its place",
        arguments: [
            // Unknown keys, with the nearest one or all of them.
            MistakenFile(
                "ports:\n  alternates: []\ndns:\n  resolver: [192.0.2.1]\n",
                "unknown key 'dns.resolver' at line 4, column 3; did you mean 'resolvers'?"
            ),
            MistakenFile(
                "domain: [a.test]",
                "unknown key 'domain' at line 1, column 1; did you mean 'domains'?"
            ),
            MistakenFile(
                "dns: {DNSSEC: true, trust-anchor: /x}",
                "unknown key 'dns.DNSSEC' at line 1, column 7; did you mean 'dnssec'?",
                "unknown key 'dns.trust-anchor' at line 1, column 21; did you mean 'trust_anchor'?"
            ),
            MistakenFile(
                "state: {zzz: 1}",
                "unknown key 'state.zzz' at line 1, column 9; the keys here are path, retention"
            ),
            MistakenFile(
                "\"a\\e[31mb\": 1",
                #"unknown key 'a\x1b[31mb' at line 1, column 1; the keys here are domains, domains_from, ports, "#
                    + "controls, relays, probe, dns, postfix, alert, transport, webhooks, heartbeat, state"
            ),
            // Values of the wrong type, values that cannot be meant, and parts of YAML that have no place here.
            MistakenFile(
                "- a",
                "the file must be a mapping of keys, not a list at line 1, column 1"
            ),
            MistakenFile(
                "ports: 2525",
                "'ports' must be a mapping of keys, not text at line 1, column 8"
            ),
            MistakenFile(
                "dns: []",
                "'dns' must be a mapping of keys, not a list at line 1, column 6"
            ),
            MistakenFile(
                "dns: {dnssec: yes}",
                "'dns.dnssec' must be true or false, not 'yes' at line 1, column 15; write "
                    + "true"
            ),
            MistakenFile(
                #"dns: {dnssec: "true"}"#,
                "'dns.dnssec' must be true or false, not 'true' at line 1, column 15"
            ),
            MistakenFile(
                "dns: {dnssec: 1}",
                "'dns.dnssec' must be true or false, not '1' at line 1, column 15"
            ),
            MistakenFile(
                "dns: {dnssec: True}",
                "'dns.dnssec' must be true or false, not 'True' at line 1, column 15; write "
                    + "true"
            ),
            MistakenFile(
                "domains: a.test",
                "'domains' must be a list, not text at line 1, column 10; write it in "
                    + "brackets"
            ),
            MistakenFile(
                "domains: {a: b}",
                "'domains' must be a list, not a mapping at line 1, column 10"
            ),
            MistakenFile(
                "domains: [a.test, , b.test]",
                "not valid YAML: did not find expected node content while parsing a flow "
                    + "node at line 1, column 19"
            ),
            MistakenFile(
                "domains: [true]",
                "'domains[0]' must be text, not 'true' at line 1, column 11; put it in "
                    + "quotes if it is meant as text"
            ),
            MistakenFile(
                "domains: [~]",
                "'domains[0]' must be text, not empty at line 1, column 11"
            ),
            MistakenFile(
                "domains: [[a.test]]",
                "'domains[0]' must be text, not a list at line 1, column 11"
            ),
            MistakenFile(
                #"domains: ["a b.test", bücher.test, 192.0.2.1]"#,
                "'domains[0]': 'a b.test' is not a domain name: only letters, digits, "
                    + "hyphens, underscores and dots are allowed at line 1, column 11",
                "'domains[1]': 'bücher.test' is not a domain name: only letters, digits, "
                    + "hyphens, underscores and dots are allowed at line 1, column 23",
                "'domains[2]': '192.0.2.1' is not a domain name: the last label is a number "
                    + "at line 1, column 36"
            ),
            MistakenFile(
                "domains_from: postgres",
                "'domains_from' must be postfix, not 'postgres' at line 1, column 15"
            ),
            MistakenFile(
                "domains_from: [postfix]",
                "'domains_from' must be text, not a list at line 1, column 15"
            ),
            MistakenFile(
                #"ports: {alternates: [0, 70000, 25, 26, 26, -1, x, 2.5, "587"]}"#,
                "'ports.alternates[0]' must be from 1 to 65535, not '0' at line 1, column 22",
                "'ports.alternates[1]' must be from 1 to 65535, not '70000' at line 1, "
                    + "column 25",
                "'ports.alternates' holds 25, which is always tried at line 1, column 32",
                "'ports.alternates' holds 26 twice at line 1, column 40",
                "'ports.alternates[5]' must be from 1 to 65535, not '-1' at line 1, column 44",
                "'ports.alternates[6]' must be a whole number, not 'x' at line 1, column 48",
                "'ports.alternates[7]' must be a whole number, not '2.5' at line 1, column 51",
                "'ports.alternates[8]' must be a whole number, not '587' at line 1, column 56"
            ),
            MistakenFile(
                "ports: {alternates: [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}",
                "'ports.alternates' must hold at most 16 items at line 1, column 21"
            ),
            MistakenFile(
                "controls: [smtp.example.net]",
                "'controls[0]' must be a mapping of keys, not text at line 1, column 12"
            ),
            MistakenFile(
                "controls: [{reference_ports: []}]",
                "'controls[0].host' is missing at line 1, column 12",
                "'controls[0].reference_ports' must hold a port other than 25 at line 1, "
                    + "column 30"
            ),
            MistakenFile(
                "controls: [{host: a.test, reference_ports: [25]}]",
                "'controls[0].reference_ports' holds 25, which cannot be its own reference "
                    + "at line 1, column 45"
            ),
            MistakenFile(
                "controls: [{host: a.test, reference_port: 25, operator: \"a\\nb\"}]",
                "unknown key 'controls[0].reference_port' at line 1, column 27; did you mean "
                    + "'reference_ports'?",
                "'controls[0].operator' must be 1 to 64 letters, digits, spaces or -_.:@+, "
                    + #"not 'a\x0ab' at line 1, column 57"#
            ),
            MistakenFile(
                "probe: {connect_timeout: 30}",
                "'probe.connect_timeout' must be a duration, not '30' at line 1, column 26; "
                    + "write it like 250ms, 30s, 5m, 2h or 90d"
            ),
            MistakenFile(
                "probe: {connect_timeout: 0s, session_timeout: 99h, concurrency: 0}",
                "'probe.connect_timeout' must be from 100ms to 1h, not '0s' at line 1, "
                    + "column 26",
                "'probe.session_timeout' must be from 100ms to 1h, not '99h' at line 1, "
                    + "column 47",
                "'probe.concurrency' must be from 1 to 10000, not '0' at line 1, column 65"
            ),
            MistakenFile(
                "probe: {per_address: -1, per_network: 10001, per_second: fast}",
                "'probe.per_address' must be from 0 to 10000, not '-1' at line 1, column 22",
                "'probe.per_network' must be from 0 to 10000, not '10001' at line 1, column 39",
                "'probe.per_second' must be a whole number, not 'fast' at line 1, column 58"
            ),
            MistakenFile(
                "probe: {connect_timeout: 5m}",
                "'probe.session_timeout' is shorter than 'probe.connect_timeout' at line 1, "
                    + "column 8"
            ),
            MistakenFile(
                #"probe: {source_ipv4: "2001:db8::1", source_ipv6: x, accept_check: yes}"#,
                "'probe.source_ipv4' must be an IPv4 address, not '2001:db8::1' at line 1, "
                    + "column 22",
                "'probe.source_ipv6' must be an IPv6 address, not 'x' at line 1, column 50",
                "'probe.accept_check' must be one of auto, always, never, not 'yes' at line "
                    + "1, column 67"
            ),
            MistakenFile(
                #"dns: {resolvers: [192.0.2.53, "[2001:db8::53]:53", resolver.test, 192.0.2.53@0], trust_anchor: root.key}"#,
                "'dns.resolvers[2]' must be an address, not 'resolver.test' at line 1, "
                    + "column 52; write IP or IP@PORT",
                "'dns.resolvers[3]' must be an address, not '192.0.2.53@0' at line 1, column "
                    + "67; write IP or IP@PORT",
                "'dns.trust_anchor' must be an absolute path, not 'root.key' at line 1, "
                    + "column 96"
            ),
            MistakenFile(
                "dns: {allow_special_purpose: [192.0.2.1/24, 10.0.0.0/8]}",
                "'dns.allow_special_purpose[0]' must be a range of addresses, not "
                    + "'192.0.2.1/24' at line 1, column 31; write it like 192.0.2.0/24, with no "
                    + "bits set beyond the prefix"
            ),
            MistakenFile(
                #"alert: {after_failures: 1.5, remind_every: 1s, maintenance: [02:00, "25:00-26:00", sun 02:00-04:00]}"#,
                "'alert.after_failures' must be a whole number, not '1.5' at line 1, column "
                    + "25",
                "'alert.remind_every' must be from 1m to 366d, not '1s' at line 1, column 44",
                "'alert.maintenance[0]' must be a weekly time, not '02:00' at line 1, column "
                    + "62; write it like 02:00-04:00 or sat,sun 22:00-02:00",
                "'alert.maintenance[1]' must be a weekly time, not '25:00-26:00' at line 1, "
                    + "column 69; write it like 02:00-04:00 or sat,sun 22:00-02:00"
            ),
            MistakenFile(
                "transport: {mode: aply, style: Port, map: transport}",
                "'transport.mode' must be one of recommend, apply, not 'aply' at line 1, "
                    + "column 19; did you mean 'apply'?",
                "'transport.style' must be one of port, failover, not 'Port' at line 1, "
                    + "column 32; did you mean 'port'?",
                "'transport.map' must be an absolute path, not 'transport' at line 1, column "
                    + "43"
            ),
            MistakenFile(
                "webhooks: https://hooks.example/hunter2",
                "'webhooks' must be a list, not text at line 1, column 11; write it in "
                    + "brackets"
            ),
            MistakenFile(
                "webhooks: [https://hooks.example/hunter2]",
                "'webhooks[0]' must be a mapping of keys, not text at line 1, column 12"
            ),
            MistakenFile(
                "webhooks: [{name: ops}]",
                "'webhooks[0].format' is missing at line 1, column 12",
                "'webhooks[0].url' is missing at line 1, column 12; give it, or url_file or "
                    + "url_env"
            ),
            MistakenFile(
                #"webhooks: [{name: ops, format: jsn, url: "ftp://hunter2/x"}]"#,
                "'webhooks[0].format' must be one of json, slack, discord, teams, pagerduty, "
                    + "alertmanager, ntfy, cloudevents, template, not 'jsn' at line 1, column 32; "
                    + "did you mean 'json'?",
                "'webhooks[0].url' must be a URL that begins with http:// or https:// at "
                    + "line 1, column 42"
            ),
            MistakenFile(
                #"webhooks: [{name: ops, format: json, url: "https://hunter2", url_env: HUNTER2}]"#,
                "'webhooks[0].url_env' and 'webhooks[0].url' exclude each other at line 1, "
                    + "column 62"
            ),
            MistakenFile(
                #"webhooks: [{name: ops, format: json, url_env: hunter-2, secret: [hunter2], proxy: "hunter2:80"}]"#,
                "'webhooks[0].url_env' must be the name of an environment variable at line "
                    + "1, column 47",
                "'webhooks[0].secret' must be text, not a list at line 1, column 65",
                "'webhooks[0].proxy' must be a URL that begins with http:// or https:// or "
                    + "socks5:// or socks5h:// at line 1, column 83"
            ),
            MistakenFile(
                #"webhooks: [{name: ops, format: json, url_file: hunter2, secret: "", proxy: true}]"#,
                "'webhooks[0].url_file' must be an absolute path at line 1, column 48",
                "'webhooks[0].secret' must not be empty at line 1, column 65",
                "'webhooks[0].proxy' must be text at line 1, column 76; put it in quotes if "
                    + "it is meant as text"
            ),
            MistakenFile(
                #"webhooks: [{name: ops, format: template, url: "https://a.test"}, {name: ops, format: json, url: "https://a.test", template_file: /x}]"#,
                "'webhooks[0].template_file' is missing, which the format 'template' needs "
                    + "at line 1, column 12",
                "'webhooks[1].name' is the name of another webhook at line 1, column 67",
                "'webhooks[1].template_file' is only for the format 'template' at line 1, "
                    + "column 115"
            ),
            // A client certificate and its key come together, in whichever order they are missed.
            MistakenFile(
                "webhooks: [{name: ops, format: json, url_env: U, client_cert_file: /c}]",
                "'webhooks[0].client_key_file' is missing, without which 'client_cert_file' is of "
                    + "no use at line 1, column 50"
            ),
            MistakenFile(
                "webhooks: [{name: ops, format: json, url_env: U, client_key_file: /k, client_cert: /c}]",
                "'webhooks[0].client_cert_file' is missing, without which 'client_key_file' is of "
                    + "no use at line 1, column 50",
                "unknown key 'webhooks[0].client_cert' at line 1, column 71; did you mean "
                    + "'client_cert_file'?"
            ),
            MistakenFile(
                "webhooks: [{name: ops, format: json, url_env: U, client_cert_file: c, client_key_file: /k}]",
                "'webhooks[0].client_cert_file' must be an absolute path, not 'c' at line 1, column 68"
            ),
            MistakenFile(
                "alert: {unknown_after: 59s, flap_stops: 1, flap_window: 3, flap_quiet: 1h, certificate_notice: 399d, flap_stop: 3}",
                "'alert.unknown_after' must be from 1m to 366d, not '59s' at line 1, column 24",
                "'alert.flap_stops' must be from 2 to 100, not '1' at line 1, column 41",
                "'alert.flap_window' must be a duration, not '3' at line 1, column 57; write it like "
                    + "250ms, 30s, 5m, 2h or 90d",
                "'alert.certificate_notice' must be from 0s to 398d, not '399d' at line 1, column 96",
                "unknown key 'alert.flap_stop' at line 1, column 102; did you mean 'flap_stops'?"
            ),
            MistakenFile(
                "transport: {flap_window: 0s, maximum_dwell: 1d}",
                "'transport.flap_window' must be from 1m to 366d, not '0s' at line 1, column 26",
                "unknown key 'transport.maximum_dwell' at line 1, column 30; did you mean "
                    + "'max_dwell'?"
            ),
            MistakenFile(
                #"webhooks: [{name: ops, format: json, url: "https://joe:hunter2@:80", events: [domain.up]}]"#,
                "'webhooks[0].url' must be a URL with a host at line 1, column 43",
                "'webhooks[0].events[0]' must be one of domain.down, domain.recovered, "
                    + "domain.changed, egress.blocked, egress.recovered, transport.diverted, "
                    + "transport.restored, transport.failed, certificate.expiring, test, not "
                    + "'domain.up' at line 1, column 79"
            ),
            MistakenFile(
                "heartbeat: https://hb.example/hunter2",
                "'heartbeat' must be a mapping of keys, not text at line 1, column 12"
            ),
            MistakenFile(
                "heartbeat: {url: https://hb.example/hunter2 x}",
                "'heartbeat.url' must be a URL without spaces or characters beyond ASCII at "
                    + "line 1, column 18"
            ),
            MistakenFile(
                "state: {retention: 90}",
                "'state.retention' must be a duration, not '90' at line 1, column 20; write "
                    + "it like 250ms, 30s, 5m, 2h or 90d"
            ),
            MistakenFile(
                "state: {retention: 10m, path: ~/x}",
                "'state.retention' must be from 1h to 3660d, not '10m' at line 1, column 20",
                "'state.path' must be an absolute path, not '~/x' at line 1, column 31"
            ),
            MistakenFile(
                "dns: {dnssec: true}\ndns: {dnssec: false}",
                "the key 'dns' is given twice at line 2, column 1; it is also given at line "
                    + "1, column 1"
            ),
            MistakenFile(
                "dns:\n  dnssec: true\n  \"dnssec\": false\n  dnssec: x\nzzz: 1",
                "the key 'dns.dnssec' is given twice at line 4, column 3; it is also given "
                    + "at line 2, column 3",
                "the key 'dns.dnssec' is given twice at line 4, column 3; it is also given "
                    + "at line 3, column 3",
                "'dns.dnssec' must be true or false, not 'x' at line 4, column 11",
                "unknown key 'zzz' at line 5, column 1; the keys here are " + keys
            ),
            MistakenFile(
                "dns: {\"a\": 1, \"\\x61\": 2}",
                "the key 'dns.a' is given twice at line 1, column 15; it is also given at "
                    + "line 1, column 7",
                "unknown key 'dns.a' at line 1, column 15; the keys here are resolvers, "
                    + "dnssec, trust_anchor, allow_special_purpose"
            ),
            MistakenFile(
                "domains: *x",
                "not valid YAML: found undefined alias at line 1, column 10"
            ),
            MistakenFile(
                "domains: [*.a.test]",
                "not valid YAML: did not find expected alphabetic or numeric character while "
                    + "scanning an alias at line 1, column 12; put a value that begins with '*', "
                    + "'&', '@', '%' or '`' in quotes"
            ),
            MistakenFile(
                "domains: &x [a.test]\nrelays: *x",
                "anchors and aliases are not read here at line 1, column 10; write the value "
                    + "out"
            ),
            MistakenFile(
                "domains: !!binary aGk=",
                "YAML tags are not read here at line 1, column 10",
                "'domains' must be a list, not text at line 1, column 10; write it in "
                    + "brackets"
            ),
            MistakenFile(
                "domains: [a.test",
                "not valid YAML: did not find expected ',' or ']' while parsing a flow "
                    + "sequence at line 1, column 10"
            ),
            MistakenFile(
                #"domains: "a.test"#,
                "not valid YAML: found unexpected end of stream while scanning a quoted "
                    + "scalar at line 1, column 10"
            ),
            MistakenFile(
                "domains:\n\t- a.test",
                "not valid YAML: found character that cannot start any token while scanning "
                    + "for the next token at line 2, column 1; indent with spaces, not tabs"
            ),
            MistakenFile(
                "domains: @x",
                "not valid YAML: found character that cannot start any token while scanning "
                    + "for the next token at line 1, column 10; put a value that begins with '*', "
                    + "'&', '@', '%' or '`' in quotes"
            ),
            MistakenFile(
                "domains: a: b",
                "not valid YAML: mapping values are not allowed in this context at line 1, "
                    + "column 11"
            ),
            MistakenFile(
                "---\na: 1\n---\nb: 2",
                "not valid YAML: expected a single document in the stream but found another "
                    + "document at line 3, column 1"
            ),
            MistakenFile(
                "? [a]\n: b",
                "a key must be text at line 1, column 3"
            ),
            MistakenFile(
                "\\x01",
                "the file must be a mapping of keys, not text at line 1, column 1"
            ),
            MistakenFile(
                "dns:\r\n  resolvers: x\r\n",
                "'dns.resolvers' must be a list, not text at line 2, column 14; write it in "
                    + "brackets"
            ),
            MistakenFile(
                "%YAML 3.0\n---\na: 1",
                "not valid YAML: found incompatible YAML document at line 1, column 1"
            ),
            MistakenFile(
                "domains: [!x a.test]",
                "YAML tags are not read here at line 1, column 11"
            ),
            MistakenFile(
                "1: 2",
                "unknown key '1' at line 1, column 1; the keys here are " + keys
            ),
        ]
    )
    func tellMistakes(_ row: MistakenFile) {
        guard case .failure(let errors) = Settings.decode(Array(row.text.utf8)) else {
            Issue.record("accepted")
            return
        }
        #expect(errors.all.map(\.description) == row.errors)
    }
}

private let keys =
    "domains, domains_from, ports, controls, relays, probe, dns, postfix, alert, transport, webhooks, "
    + "heartbeat, state"
