extension Settings {
    /// A commented configuration file with every key at its default.
    package static let example = #"""
        # Configuration of mxprobe: every key with its default.
        #
        # mxprobe reads the file named by --config, else by $MXPROBE_CONFIG, else /etc/mxprobe/mxprobe.yaml if that exists.
        # Each key may be left out. Lines that begin with '#' and no space are examples to uncomment.
        # Durations are a whole number and a unit: 250ms, 30s, 5m, 2h, 90d.

        # The domains to check, and where more of them come from ('postfix': relay_domains of this machine's Postfix).
        domains: []
        #domains: [domain1.com, domain2.net]
        domains_from: null
        #domains_from: postfix

        # Ports to try beside 25, in order of preference.
        ports:
          alternates: [2525, 587, 465, 26]

        # Hosts that are known to listen on port 25 and on a reference port at the same address.
        # An empty list stands for the built-in set. Without 'operator', the last two labels of the host's name tell whose it is.
        controls: []
        #controls: [{host: smtp.example.net, reference_ports: [587, 2525], operator: example.net}]

        # Hosts that may serve as relayhost where port 25 is blocked.
        relays: []
        #relays: [relay.isp.example]

        probe:
          # The name given in EHLO, and the addresses to connect from; null leaves them to the system.
          ehlo_name: null
          source_ipv4: null
          source_ipv6: null
          connect_timeout: 10s
          greeting_timeout: 60s
          reply_timeout: 30s
          session_timeout: 2m
          # Whether to ask if an endpoint takes the domain's mail without a login: auto (where a recommendation hangs on it),
          # always or never. It sends MAIL, RCPT and RSET, and never DATA.
          accept_check: auto
          # Sessions open at once.
          concurrency: 500
          # Of those, the most with one address and with one network (a /24 of IPv4, a /64 of IPv6) on port 25, four times as
          # many on other ports; and the most that begin in a second. 0 stands for no limit of its own.
          per_address: 0
          per_network: 0
          per_second: 0

        dns:
          # The resolvers to ask, as IP or IP@PORT; an empty list stands for the system's.
          resolvers: []
        #  resolvers: [192.0.2.53, "2001:db8::53@5353"]
          dnssec: true
          # A file with the trust anchor; null stands for the one that the system installs.
          trust_anchor: null
          # Special-purpose ranges (RFC 6890) that MX hosts may lie in.
          allow_special_purpose: []
        #  allow_special_purpose: [10.0.0.0/8, "fd00::/8"]

        postfix:
          # The directory with main.cf; null stands for Postfix's own default.
          config_directory: null

        alert:
          # Bad runs in a row before something counts as down, and good ones before it counts as recovered.
          after_failures: 2
          after_successes: 2
          # How often a lasting fault is told again; null: never.
          remind_every: null
          # How long runs may not be able to tell before that is an alert itself.
          unknown_after: 1h
          # What goes down so often within flap_window flaps: that is told once, and then nothing until it has stayed as it is for
          # flap_quiet.
          flap_stops: 3
          flap_window: 4h
          flap_quiet: 1h
          # How long before its end a certificate is told of; 0s: when it has ended.
          certificate_notice: 14d
          # Weekly times, local ones, in which no alerts are sent.
          maintenance: []
        #  maintenance: ["02:00-04:00", "sat,sun 22:00-02:00"]

        transport:
          # recommend: say what to change. apply: 'check' changes the transport map.
          mode: recommend
          # in-place: edit the administrator's map. overlay: keep the changes in a map of their own.
          strategy: in-place
          # port: name the alternate port. failover: port 25 first, then the alternate (Postfix 3.5 or later).
          style: port
          # The map's source file; null stands for the one that Postfix uses.
          map: null
          # Bad runs in a row before a domain is diverted, good ones before it is restored, and the least time between.
          after_failures: 3
          after_successes: 5
          min_dwell: 30m
          # Each earlier diversion within flap_window doubles min_dwell, up to max_dwell.
          flap_window: 1d
          max_dwell: 1d
          # Whether waiting mail is sent for after a change.
          flush_queue: true

        # Where alerts go. url, secret and proxy may each come from a file (url_file) or an environment variable (url_env).
        # Formats: json, slack, discord, teams, pagerduty, alertmanager, ntfy, cloudevents, template (with template_file).
        # Without 'events', all are sent. ca_file: the certificates to trust instead of the system's. client_cert_file and
        # client_key_file: what is shown to a server that asks for a certificate, PEM files, the key without a passphrase.
        webhooks: []
        #webhooks:
        #  - name: ops
        #    format: json
        #    url: "https://hooks.example/x"
        #    secret_file: /etc/mxprobe/ops.secret
        #    events: [domain.down, domain.recovered]
        #    ca_file: null
        #    client_cert_file: null
        #    client_key_file: null
        #    proxy: null

        # A URL that is pinged at the end of each run, so that silence is noticed elsewhere.
        heartbeat: null
        #heartbeat: {url: "https://hb.example/uuid"}

        state:
          # The database; null stands for $STATE_DIRECTORY, else /var/lib/mxprobe, else $XDG_STATE_HOME/mxprobe.
          path: null
          # How long observations are kept.
          retention: 90d
        """# + "\n"
}
