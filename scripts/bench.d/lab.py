"""A network namespace with nothing in it but loopback: mail servers at all its addresses, DNS, and as many domains as wanted."""

import os
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

from measuring import CLIENT_CORE, SERVER_CORE, BenchError

AUTHORITY, RESOLVER = "127.0.0.53", "127.0.0.54"

# As many hosts as the largest lists of domains lead to.
MAXIMUM_HOSTS = 20_000

# Sessions that a server holds at once; more than any client opens.
SESSIONS = 2_000

START_SECONDS = 60

# The rate limit for answers to one client, which is on by default, would measure itself.
NSD = """server:
  ip-address: {address}
  username: ""
  chroot: ""
  zonesdir: "{folder}"
  database: ""
  pidfile: ""
  zonelistfile: "{folder}/zone.list"
  xfrdfile: "{folder}/xfrd.state"
  xfrdir: "{folder}"
  server-count: 1
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: bench.test
  zonefile: zone
"""

UNBOUND = """server:
  interface: {resolver}
  access-control: 127.0.0.0/8 allow
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  logfile: ""
  num-threads: 1
  module-config: iterator
  local-zone: "test." nodefault
  do-not-query-localhost: no
remote-control:
  control-enable: no
stub-zone:
  name: bench.test
  stub-addr: {authority}
"""

# Every name below null.bench.test is a domain that takes no mail: one lookup and no session.
ZONE_START = """$ORIGIN bench.test.
$TTL 3600
@ SOA ns hostmaster 1 3600 600 86400 60
@ NS ns
ns A {authority}
*.null MX 0 .
"""

CONFIGURATION = "dns:\n  allow_special_purpose: [127.0.0.0/8]\n"

# An address outside, so that the machine looks as if it had IPv4, and ports enough for all sessions of a round.
PARAMETERS = ("net.ipv4.ip_local_port_range=1024 65535", "net.core.somaxconn=4096", "net.ipv4.tcp_tw_reuse=1")


def address(host):
    """Each host has a network (/24) of its own, as they have in the world."""
    return f"127.{1 + host // 250}.{host % 250}.1"


def domains(count):
    return "".join(f"d{number}.bench.test\n" for number in range(count))


class Lab:
    """The namespace and its servers; `close` leaves nothing."""

    def __init__(self, folder, domain_count, host_count):
        self.folder = Path(folder) / "lab"
        self.folder.mkdir()
        self.hosts = min(host_count, MAXIMUM_HOSTS)
        self.name = f"mxprobe-bench-{os.getpid()}"
        self.servers = {}
        (self.folder / "mxprobe.yaml").write_text(CONFIGURATION)
        self._write_zone(domain_count)
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        _call("ip", "netns", "add", self.name)
        try:
            self._set_up()
        except BaseException:
            self.close()
            raise

    def _set_up(self):
        _call("ip", "-n", self.name, "link", "set", "lo", "up")
        _call("ip", "-n", self.name, "address", "add", "198.18.0.1/32", "dev", "lo")
        for parameter in PARAMETERS:
            _call(*self.enter(), "sysctl", "-qw", parameter)
        self.start("nsd", "nsd", "-d", "-c", self._write("nsd.conf", NSD.format(folder=self.folder, address=AUTHORITY)))
        text = UNBOUND.format(folder=self.folder, resolver=RESOLVER, authority=AUTHORITY)
        self.start("unbound", "unbound", "-d", "-p", "-c", self._write("unbound.conf", text))
        for server in (AUTHORITY, RESOLVER):
            self._wait_for_dns(server)

    def _write(self, name, text):
        (self.folder / name).write_text(text)
        return self.folder / name

    def _write_zone(self, domain_count):
        with open(self.folder / "zone", "w", encoding="ascii") as zone:
            zone.write(ZONE_START.format(authority=AUTHORITY))
            zone.writelines(f"h{host} A {address(host)}\n" for host in range(self.hosts))
            zone.writelines(f"d{number} MX 10 h{number % self.hosts}\n" for number in range(domain_count))

    def _wait_for_dns(self, server):
        """DNS is there when the last of its zone is."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            found = subprocess.run(
                [*self.enter(), "drill", f"@{server}", f"h{self.hosts - 1}.bench.test"], capture_output=True, text=True
            )
            if address(self.hosts - 1) in found.stdout:
                return
            time.sleep(0.1)
        raise BenchError(f"no DNS at {server} after {START_SECONDS} s")

    def enter(self, core=None):
        """The beginning of a command that runs in the namespace, on one core."""
        return ["ip", "netns", "exec", self.name, *(["taskset", "-c", core] if core else [])]

    def client(self, *command):
        return [*self.enter(CLIENT_CORE), *map(str, command)]

    def start(self, name, *command, core=SERVER_CORE):
        """Starts a server and gives its process id."""
        with open(self.folder / f"{name}.log", "wb") as log:
            process = subprocess.Popen(
                [*self.enter(core), *map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.servers[name] = process
        return process.pid

    def start_mail(self, name, *command):
        """Starts a server for port 25 of all addresses, in place of the one before."""
        self.stop("mail")
        self.start("mail", *command)
        self.wait_for_port(25, name)

    def wait_for_port(self, port, name):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            listed = subprocess.run([*self.enter(), "ss", "-Hltn", f"sport = :{port}"], capture_output=True, text=True)
            if listed.stdout.strip():
                return
            time.sleep(0.05)
        raise BenchError(f"{name} does not listen on port {port}")

    def start_plain_mail(self):
        """smtp-sink, which greets with a name of its domain's, as an honest server does."""
        self.start_mail("smtp-sink", "smtp-sink", "-u", "nobody", "-h", "mx.bench.test", "-m", SESSIONS, "0.0.0.0:25", "1024")

    def mxprobe(self, program, list_, resolver=AUTHORITY, state="state"):
        """The command that checks the domains of a file, with all that a health check has but alerts."""
        return self.client(
            program, "check", "--domains-file", list_, "--config", self.folder / "mxprobe.yaml", "--resolver", resolver,
            "--dnssec", "off", "--timeout", "86400", "--format", "ndjson", "--state", self.folder / state, "--no-alerts", "--no-postfix",
        )  # fmt: skip

    def stop(self, name):
        process = self.servers.pop(name, None)
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self):
        for name in list(self.servers):
            self.stop(name)
        subprocess.run(["ip", "netns", "delete", self.name], capture_output=True)
        shutil.rmtree(self.folder)


def _call(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
