"""Every address of the network and the names that belong to it.

Subnet S, number N is 198.18.S.N and 2001:2:0:S::N (the same decimal digits, so that both read alike).
"""

from dataclasses import dataclass

# Subnets. 1 to 3 are links; 4 to 6 are routed to the world machine.
ACCESS, TRANSIT, WORLD, ODD, TWENTY, DROP = 1, 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Host:
    """One address pair and the name its PTR records give."""

    name: str
    subnet: int
    number: int
    about: str
    families: tuple = (4, 6)

    @property
    def v4(self) -> str:
        return f"198.18.{self.subnet}.{self.number}"

    @property
    def v6(self) -> str:
        return f"2001:2:0:{self.subnet}::{self.number}"

    @property
    def addresses(self) -> list:
        """The addresses of the families it has."""
        return [a for f, a in ((4, self.v4), (6, self.v6)) if f in self.families]


BACKUP = Host("backup.domain1.test", ACCESS, 2, "this machine: backup MX, mxprobe runs here")
GATEWAY = Host("gw.isp.test", ACCESS, 1, "router 1")
RELAY = Host("relay.isp.test", ACCESS, 25, "the provider's relay: takes mail for any domain on 25")
CAPTURE = Host("smtp-relay.isp.test", ACCESS, 26, "name of the server that scenario redirect leads to")
RESOLVER = Host("resolver.isp.test", ACCESS, 53, "recursive, validating resolver (unbound)")

# Other things that answer, or do not answer, as resolvers (servers/dns.py).
ODD_RESOLVERS = {
    "strip": Host("resolver-strip.isp.test", ACCESS, 54, "forwarder that strips DNSSEC (drops OPT and RRSIG)"),
    "lossy": Host("resolver-lossy.isp.test", ACCESS, 55, "forwarder that loses 30 % of the queries (UDP)"),
    "silent": Host("resolver-silent.isp.test", ACCESS, 56, "nothing answers, every packet is dropped"),
    "refused": Host("resolver-refused.isp.test", ACCESS, 57, "answers REFUSED"),
    "servfail": Host("resolver-servfail.isp.test", ACCESS, 58, "answers SERVFAIL with EDE 22"),
    "closed": Host("resolver-closed.isp.test", ACCESS, 59, "nothing listens: port unreachable, RST"),
    "lossy-both": Host("resolver-lossy-both.isp.test", ACCESS, 60, "loses 30 % of queries and 30 % of answers (UDP)"),
    "garbage": Host("resolver-garbage.isp.test", ACCESS, 61, "answers random bytes"),
    "tcp-only": Host("resolver-tcp-only.isp.test", ACCESS, 62, "truncates every UDP answer, right on TCP"),
    "slow": Host("resolver-slow.isp.test", ACCESS, 63, "right, after 2 s"),
}

GATEWAY_OUT = Host("gw-core.isp.test", TRANSIT, 1, "router 1, its side to router 2")
CORE = Host("core1.transit.test", TRANSIT, 2, "router 2")
CORE_OUT = Host("core1-world.transit.test", WORLD, 1, "router 2, its side to the world")

AUTH = Host("ns.test", WORLD, 53, "authoritative server (nsd) for the root and everything below")
LAME = Host("ns.lame.test", WORLD, 54, "name server that answers REFUSED")
LAME_SILENT = Host("ns.lame-silent.test", WORLD, 55, "name server that never answers")

MAIN = Host("mail.domain1.test", WORLD, 10, "main server (Postfix): 25, 2525, 587 and 465 with login")
WORLD_LINK = Host("world.transit.test", WORLD, 2, "the world machine itself")

# Healthy servers of servers/catalogue.py: 25 with STARTTLS, any recipient accepted.
PLAIN = {
    "v4only": Host("mail.v4only.test", WORLD, 12, "IPv4 only", families=(4,)),
    "v6only": Host("mail.v6only.test", WORLD, 13, "IPv6 only", families=(6,)),
    "mx1": Host("mx1.twomx.test", WORLD, 14, "healthy"),
    "mx2": Host("mx2.twomx.test", WORLD, 15, "healthy"),
    "buecher": Host("mail.xn--bcher-kva.test", WORLD, 16, "healthy"),
    "third": Host("mx.third.test", WORLD, 17, "healthy"),
    "big": Host("mx.bigmx.test", WORLD, 18, "healthy, address of every MX host of bigmx.test"),
    "implicit": Host("implicit.test", WORLD, 80, "healthy"),
}
DEAD = Host("mx.dead.test", WORLD, 20, "drops every packet")

# Controls: 25, 587, 2525 SMTP with STARTTLS, 443 and 465 SMTP in TLS; relaying denied.
CONTROLS = [
    Host("control1.alpha.test", WORLD, 21, "control"),
    Host("control1.beta.test", WORLD, 22, "control"),
    Host("control1.gamma.test", WORLD, 23, "control"),
]

TWENTY_HOSTS = [Host(f"mx{n:02}.twentymx.test", TWENTY, n, "healthy") for n in range(1, 21)]
DROP_HOSTS = [Host(f"mx{n:02}.twentydrop.test", DROP, n, "drops every packet") for n in range(1, 21)]
MANY = [Host("mx.manyaddr.test", TWENTY, n, "healthy, eight addresses") for n in range(31, 39)]


def odd_host(name: str, number: int) -> Host:
    return Host(f"odd-{name}.odd.test", ODD, number, "")
