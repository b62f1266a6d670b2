"""The DNS data: a signed root, a signed `test.`, and one small zone per domain, signed where a test needs it."""

import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from . import hosts, plan
from .instance import Instance
from .netns import run
from .pki import Authority
from .servers.catalogue import ODD_SERVERS

TTL = 300
DAY = 86400
ALGORITHM = "ECDSAP256SHA256"
REVERSE = ("18.198.in-addr.arpa.", "0.0.0.0.2.0.0.0.1.0.0.2.ip6.arpa.")


@dataclass
class Zone:
    """A zone to be written, and signed if so asked. Names are relative to the zone's."""

    name: str
    records: list = field(default_factory=list)
    signed: bool = False
    expired: bool = False
    tampered: bool = False
    server: str = "ns.test."

    def add(self, owner: str, kind: str, *values: object) -> "Zone":
        self.records.append(f"{owner} {kind} {' '.join(str(v) for v in values)}")
        return self

    def host(self, owner: str, host: hosts.Host) -> "Zone":
        """Address records of `host` at `owner`."""
        for address in host.addresses:
            self.add(owner, "AAAA" if ":" in address else "A", address)
        return self

    def text(self) -> str:
        head = [
            f"$ORIGIN {self.name}",
            f"$TTL {TTL}",
            f"@ SOA ns.test. hostmaster.test. 1 3600 600 {DAY} 60",
            f"@ NS {self.server}",
        ]
        return "\n".join(head + self.records) + "\n"


def domains(authority: Authority) -> list:
    """The domains that tests ask for; README.md says what each is good for."""
    main, backup, third = hosts.MAIN, hosts.BACKUP, hosts.PLAIN["third"]
    mail, own = "10 mail.domain1.test.", "20 backup.domain1.test."
    spki, ca = authority.digest("mail.domain1.test"), authority.digest("ca")
    wrong = "0" * 64

    def signed(name: str, tlsa: list, **more) -> Zone:
        zone = Zone(f"{name}.test.", signed=True, **more).add("@", "MX", f"10 mail.{name}.test.").host("mail", main)
        for port in (25, 2525):
            for record in tlsa:
                zone.add(f"_{port}._tcp.mail", "TLSA", record)
        return zone

    insecure = signed("dane-insecure", [f"3 1 1 {wrong}"])
    insecure.signed = False
    tampered = signed("bogus", [], tampered=True)
    return [
        Zone("domain1.test.").add("@", "MX", mail).add("@", "MX", own).host("mail", main).host("backup", backup),
        Zone("domain2.test.").add("@", "MX", mail).add("@", "MX", own),
        Zone("domain3.test.").add("@", "MX", mail),
        Zone("twomx.test.")
        .add("@", "MX", "10 mx1")
        .add("@", "MX", "20 mx2")
        .host("mx1", hosts.PLAIN["mx1"])
        .host("mx2", hosts.PLAIN["mx2"]),
        Zone("equal.test.").add("@", "MX", "10 mx1.twomx.test.").add("@", "MX", "10 mx2.twomx.test."),
        Zone("implicit.test.").host("@", hosts.PLAIN["implicit"]),
        Zone("nullmx.test.").add("@", "MX", "0 ."),
        Zone("nullplus.test.").add("@", "MX", "0 .").add("@", "MX", mail),
        Zone("nomail.test.").add("@", "TXT", '"neither MX nor address"'),
        Zone("cname-mx.test.").add("@", "MX", "10 mx").add("mx", "CNAME", "mail.domain1.test."),
        Zone("mxloop.test.").add("@", "MX", "10 a").add("a", "CNAME", "b").add("b", "CNAME", "a"),
        Zone("dangling.test.").add("@", "MX", "10 gone"),
        Zone("noaddr.test.").add("@", "MX", "10 mx").add("mx", "TXT", '"no address"'),
        Zone("literal.test.").add("@", "MX", "10 198.18.3.10."),
        Zone("loopback.test.").add("@", "MX", "10 mx").add("mx", "A", "127.0.0.1").add("mx", "AAAA", "::1"),
        Zone("private.test.").add("@", "MX", "10 mx").add("mx", "A", "10.1.2.3").add("mx", "AAAA", "fd00::25"),
        Zone("mixedbroken.test.").add("@", "MX", "10 mx.dead.test.").add("@", "MX", "20 mx1.twomx.test."),
        Zone("mixedgone.test.").add("@", "MX", "10 gone").add("@", "MX", "20 mx1.twomx.test."),
        Zone("allgone.test.").add("@", "MX", "10 gone1").add("@", "MX", "20 gone2"),
        Zone("dead.test.").add("@", "MX", "10 mx").host("mx", hosts.DEAD),
        Zone("third.test.").add("@", "MX", "10 mx").host("mx", third),
        Zone("secondbest.test.").add("@", "MX", mail).add("@", "MX", own).add("@", "MX", "30 mx.third.test."),
        Zone("selfbest.test.").add("@", "MX", "10 backup.domain1.test.").add("@", "MX", "20 mx.third.test."),
        Zone("v4only.test.").add("@", "MX", "10 mail").host("mail", hosts.PLAIN["v4only"]),
        Zone("v6only.test.").add("@", "MX", "10 mail").host("mail", hosts.PLAIN["v6only"]),
        Zone("xn--bcher-kva.test.").add("@", "MX", "10 mail").host("mail", hosts.PLAIN["buecher"]),
        _numbered("twentymx", hosts.TWENTY_HOSTS),
        _numbered("twentydrop", hosts.DROP_HOSTS),
        _many_addresses(),
        _big(),
        Zone("bulk.test.").add("*", "MX", "10 mx01.twentymx.test."),
        Zone("servfail.test.", server="ns.lame.test."),
        Zone("dnstimeout.test.", server="ns.lame-silent.test."),
        signed("signed", [f"3 1 1 {spki}"]),
        signed("dane-bad", [f"3 1 1 {wrong}"]),
        signed("dane-ta", [f"2 1 1 {ca}"]),
        signed("dane-ta-bad", [f"2 1 1 {wrong}"]),
        signed("dane-unusable", [f"1 1 1 {spki}"]),
        insecure,
        tampered,
        signed("expired", [], expired=True),
        Zone("signed-insecure.test.", signed=True).add("@", "MX", mail),
        *(_odd_domain(server) for server in ODD_SERVERS),
    ]


def _odd_domain(server) -> Zone:
    return Zone(f"{server.domain}.").add("@", "MX", f"10 {server.host.name}.")


def _numbered(name: str, some: list) -> Zone:
    zone = Zone(f"{name}.test.")
    for number, host in enumerate(some, 1):
        zone.add("@", "MX", f"{number * 5} mx{number:02}").host(f"mx{number:02}", host)
    return zone


def _many_addresses() -> Zone:
    zone = Zone("manyaddr.test.").add("@", "MX", "10 mx")
    for host in hosts.MANY:
        zone.host("mx", host)
    return zone


def _big() -> Zone:
    """120 MX records of some 60 bytes: over 4 KiB even with compressed names, so that TCP is needed."""
    zone = Zone("bigmx.test.").host("mx", hosts.PLAIN["big"])
    for number in range(1, 121):
        name = f"mx{number:03}-with-a-long-label-that-fills-the-answer"
        zone.add("@", "MX", f"{10 * ((number + 9) // 10)} {name}").host(name, hosts.PLAIN["big"])
    return zone


def _host_zones() -> list:
    """Names of machines and routers that no domain above holds, and the reverse zones of all."""
    odd, isp, transit = Zone("odd.test."), Zone("isp.test."), Zone("transit.test.")
    for server in ODD_SERVERS:
        odd.host(f"{server.host.name}.", server.host)
    for host in (hosts.GATEWAY, hosts.GATEWAY_OUT, *plan.isp_hosts()):
        isp.host(f"{host.name}.", host)
    for host in (hosts.CORE, hosts.CORE_OUT, hosts.WORLD_LINK):
        transit.host(f"{host.name}.", host)
    controls = [Zone(h.name.split(".", 1)[1] + ".").host(f"{h.name}.", h) for h in hosts.CONTROLS]
    reverse = [Zone(name) for name in REVERSE]
    for host in plan.all_hosts():
        for address in host.addresses:
            zone = reverse[1] if ":" in address else reverse[0]
            zone.add(ip_address(address).reverse_pointer + ".", "PTR", f"{host.name}.")
    return [odd, isp, transit, *controls, *reverse]


class Signer:
    """Keys and signatures by ldns; one key per zone signs everything (a combined signing key)."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.keys = {}

    def make_key(self, zone: Zone) -> None:
        for line in run(
            "/bin/sh", "-c", 'cd "$0" && exec ldns-keygen -a "$1" -k "$2"', str(self.directory), ALGORITHM, zone.name
        ).split():
            self.keys[zone.name] = self.directory / line

    def delegation(self, zone: Zone) -> str:
        return Path(f"{self.keys[zone.name]}.ds").read_text()

    def sign(self, zone: Zone, source: Path) -> None:
        now = int(time.time())
        first, last = (now - 60 * DAY, now - 30 * DAY) if zone.expired else (now - DAY, now + 30 * DAY)
        target = source.with_suffix(".signed")
        run(
            "ldns-signzone",
            "-i",
            _date(first),
            "-e",
            _date(last),
            "-o",
            zone.name,
            "-f",
            str(target),
            str(source),
            str(self.keys[zone.name]),
        )
        if zone.tampered:
            # The signature stays, the exchange it signs changes.
            text = target.read_text()
            target.write_text(re.sub(r"(\sIN\sMX\s+10 )mail\.", r"\1evil.", text))
        shutil.move(target, source)


def _date(seconds: int) -> str:
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(seconds))


def create(instance: Instance, authority: Authority) -> list:
    """Writes all zone files and the trust anchor; returns (zone name, file) of what the server is to serve."""
    children = domains(authority) + _host_zones()
    apex = (
        Zone("test.", signed=True)
        .host("ns", hosts.AUTH)
        .host("ns.lame", hosts.LAME)
        .host("ns.lame-silent", hosts.LAME_SILENT)
    )
    apex.add("cname-domain", "CNAME", "domain1.test.").add("cnameloop", "CNAME", "cnameloop2").add(
        "cnameloop2", "CNAME", "cnameloop"
    )
    apex.add("web.other", "A", hosts.WORLD_LINK.v4).add("mx.elsewhere", "A", hosts.WORLD_LINK.v4)
    root = Zone(".", signed=True)
    signer = Signer(instance.zones)
    everything = [root, apex, *children]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(signer.make_key, [z for z in everything if z.signed]))
    for zone in children:
        parent = apex if zone.name.endswith(".test.") else root
        _delegate(parent, zone, signer)
    _delegate(root, apex, signer)
    root.host("ns.test.", hosts.AUTH)
    served = [
        (zone, instance.zones / f"{zone.name.strip('.') or 'root'}.zone")
        for zone in everything
        if zone.server == "ns.test."
    ]
    for zone, path in served:
        path.write_text(zone.text())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: signer.sign(*pair), [pair for pair in served if pair[0].signed]))
    instance.anchor_file.write_text(signer.delegation(root))
    return [(zone.name, path) for zone, path in served]


def _delegate(parent: Zone, zone: Zone, signer: Signer) -> None:
    parent.add(zone.name, "NS", zone.server)
    if zone.signed:
        parent.records.append(signer.delegation(zone).strip())
