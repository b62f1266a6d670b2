"""The table of scenarios: what each does to the packets, as nftables rules, missing addresses and helper processes."""

from dataclasses import dataclass, field
from typing import Callable

from . import hosts
from .hosts import CONTROLS, MAIN
from .servers.catalogue import CAPTURE_554_PORT, CAPTURE_PORT, MAIN_STANDINS, PROXY_PORT

# nftables chains that rules may go to, by the word used below.
CHAINS = {
    "raw": "type filter hook prerouting priority raw",
    "forward": "type filter hook forward priority 0",
    "input": "type filter hook input priority 0",
    "output": "type filter hook output priority 0",
    "nat": "type nat hook prerouting priority dstnat",
    "output-nat": "type nat hook output priority -100",
}

SYN = "tcp flags & (syn | ack) == syn"
PORT_25 = "tcp dport 25"
RESET = "reject with tcp reset"
PROHIBITED = "reject with icmpx type admin-prohibited"
ERRORS = (
    "icmp type { destination-unreachable, time-exceeded }",
    "icmpv6 type { destination-unreachable, time-exceeded }",
)

# A port that nothing listens on: whoever is led there gets a genuine RST.
CLOSED_PORT = 9


@dataclass(frozen=True)
class Scenario:
    """One condition of the network. `rules(family)` gives (role, chain, rule) for IPv4 (4) or IPv6 (6)."""

    name: str
    about: str
    rules: Callable = lambda family: []
    # (role, `ip` command) per family, run after the rules are in place.
    commands: Callable = lambda family: []
    # Module and arguments of a helper process on router 1; "FAMILIES" stands for those asked for.
    helper: tuple = field(default=())


def only(family: int) -> str:
    return f"meta nfproto ipv{family}"


def to(host: hosts.Host, family: int) -> str:
    return f"ip daddr {host.v4}" if family == 4 else f"ip6 daddr {host.v6}"


def at_router(role: str, verdict: str, match: str = PORT_25, chain: str = "forward") -> Callable:
    """Rules for packets that come from this machine through a router."""
    near = {"isp": "backup", "core": "isp"}[role]
    return lambda family: [(role, chain, f'iifname "{near}" {only(family)} {match} {verdict}')]


def redirected(role: str, port: int) -> Callable:
    """Port 25 to anybody but the router itself ends at a port of the router."""
    return at_router(role, f"redirect to :{port}", f"{PORT_25} fib daddr type != local", "nat")


def local(verdict: str, match: str = PORT_25, chain: str = "output") -> Callable:
    return lambda family: [("backup", chain, f"{only(family)} {match} fib daddr type != local {verdict}")]


def at_main(verdict: str, match: str = PORT_25) -> Callable:
    """The main server's own firewall."""
    return lambda family: [("world", "input", f"{to(MAIN, family)} {match} {verdict}")]


def main_leads_to(port: int, *originals: int) -> Callable:
    """Ports of the main server are answered by another port of its address."""

    def rules(family: int) -> list:
        target = f"dnat ip to {MAIN.v4}:{port}" if family == 4 else f"dnat ip6 to [{MAIN.v6}]:{port}"
        return [("world", "nat", f"{to(MAIN, family)} tcp dport {original} {target}") for original in originals]

    return rules


def standin(name: str, original: int = 25) -> Callable:
    return main_leads_to(MAIN_STANDINS[name][0], original)


def gone(some: list) -> Callable:
    """Every packet to these hosts is dropped."""
    return lambda family: [("world", "input", f"{to(host, family)} drop") for host in some]


def both(*parts: Callable) -> Callable:
    return lambda family: [entry for part in parts for entry in part(family)]


def quiet_routers(family: int) -> list:
    return [(role, "output", f"{ERRORS[0] if family == 4 else ERRORS[1]} drop") for role in ("isp", "core")]


def to_main(family: int, ports: str, verdict: str) -> list:
    return [("isp", "forward", f'iifname "backup" {to(MAIN, family)} tcp dport {ports} {verdict}')]


def throttled(family: int) -> list:
    here = f'iifname "backup" {only(family)} {PORT_25} {SYN}'
    return [("isp", "forward", f"{here} limit rate 2/hour burst 2 packets accept"), ("isp", "forward", f"{here} drop")]


def main_address_gone(family: int) -> list:
    address = f"{MAIN.v4}/32" if family == 4 else f"{MAIN.v6}/128"
    return [("world", f"addr del {address} dev core"), ("core", "neigh flush dev world")]


def no_default_route(family: int) -> list:
    return [("backup", f"-{family} route del default")]


LOCAL_USER = local("reject", f"{PORT_25} meta skuid != postfix")
DROP_R1 = at_router("isp", "drop")

SCENARIOS = [
    Scenario("clean", "everything works"),
    # Filters on the way
    Scenario("drop-r1", "router 1 drops port 25 in forwarding", DROP_R1),
    Scenario(
        "drop-r1-prerouting",
        "router 1 drops port 25 before routing, so TTL 1 is silent too",
        at_router("isp", "drop", chain="raw"),
    ),
    Scenario("drop-r2", "router 2 drops port 25", at_router("core", "drop")),
    Scenario("reset-r1", "router 1 resets port 25", at_router("isp", RESET)),
    Scenario("reset-r2", "router 2 resets port 25", at_router("core", RESET)),
    Scenario("prohibit-r1", "router 1 answers port 25 with ICMP admin-prohibited", at_router("isp", PROHIBITED)),
    Scenario("prohibit-r2", "router 2 answers port 25 with ICMP admin-prohibited", at_router("core", PROHIBITED)),
    Scenario(
        "drop-mail-ports",
        "router 1 drops 25, 26, 465, 587 and 2525; 443 passes",
        at_router("isp", "drop", "tcp dport { 25, 26, 465, 587, 2525 }"),
    ),
    Scenario(
        "relay-only",
        "as drop-r1, and the main server's other ports are dropped; relay.isp.test takes mail",
        both(DROP_R1, lambda f: to_main(f, "{ 26, 465, 587, 2525 }", "drop")),
    ),
    # Interception
    Scenario("redirect", "router 1 redirects port 25 to smtp-relay.isp.test", redirected("isp", CAPTURE_PORT)),
    Scenario(
        "redirect-554",
        "router 1 redirects port 25 to a server that greets with 554",
        redirected("isp", CAPTURE_554_PORT),
    ),
    Scenario("redirect-r2", "router 2 redirects port 25 to mx-filter.transit.test", redirected("core", CAPTURE_PORT)),
    Scenario("proxy", "router 1 proxies port 25: greeting masked, STARTTLS stripped", redirected("isp", PROXY_PORT)),
    # This machine
    Scenario("local-drop", "this machine drops port 25 on output", local("drop")),
    Scenario("local-reset", "this machine resets port 25 on output", local(RESET)),
    Scenario("local-icmp", "this machine rejects port 25 on output with ICMP admin-prohibited", local(PROHIBITED)),
    Scenario(
        "local-user",
        "this machine lets only user postfix out on 25, rejects others (port unreachable)",
        LOCAL_USER,
    ),
    Scenario(
        "local-user-main-gone",
        "as local-user, and the main server drops everything",
        both(LOCAL_USER, gone([MAIN])),
    ),
    Scenario(
        "local-redirect",
        "this machine redirects port 25 to its own Postfix",
        local("redirect to :25", chain="output-nat"),
    ),
    # The main server
    Scenario(
        "main-down", "the main server's address is gone (ICMP host unreachable after 3 s)", commands=main_address_gone
    ),
    Scenario("main-silent", "the main server accepts on 25 and says nothing", standin("main-silent")),
    Scenario("main-drop25", "the main server's firewall drops 25", at_main("drop")),
    Scenario("main-reject25", "the main server's firewall rejects 25 (ICMP port unreachable)", at_main("reject")),
    Scenario("main-prohibit25", "the main server's firewall rejects 25 (ICMP admin-prohibited)", at_main(PROHIBITED)),
    Scenario("main-refuse25", "nothing listens on the main server's 25 (RST)", main_leads_to(CLOSED_PORT, 25)),
    Scenario("main-tarpit", "the main server greets after 20 s and answers after 5 s", standin("main-tarpit")),
    Scenario("main-554", "the main server greets with 554", standin("main-554")),
    Scenario("main-421", "the main server greets with 421 and closes", standin("main-421")),
    Scenario("main-greylist", "the main server answers RCPT with 450", standin("main-greylist")),
    Scenario(
        "wrong-2525",
        "as drop-r1, and another server answers on the main server's 2525",
        both(DROP_R1, standin("wrong-2525", 2525)),
    ),
    Scenario(
        "only-login",
        "as drop-r1, and of the main server's other ports only 587 and 465 listen",
        both(DROP_R1, main_leads_to(CLOSED_PORT, 2525)),
    ),
    Scenario(
        "no-alternate",
        "as drop-r1, and the main server listens on 25 only",
        both(DROP_R1, main_leads_to(CLOSED_PORT, 26, 465, 587, 2525)),
    ),
    # The network as a whole
    Scenario("offline", "nothing passes router 1 (DNS, which is at router 1, works)", at_router("isp", "drop", "")),
    Scenario(
        "offline-icmp",
        "router 1 answers everything with ICMP no route",
        at_router("isp", "reject with icmpx type no-route", ""),
    ),
    Scenario("noroute", "this machine has no default route", commands=no_default_route),
    Scenario(
        "dns-dead",
        "the resolver is silent, all else works",
        lambda f: [("isp", "input", f"{to(hosts.RESOLVER, f)} {p} dport 53 drop") for p in ("udp", "tcp")],
    ),
    Scenario("silent-routers", "routers send no ICMP errors", quiet_routers),
    Scenario(
        "silent-routers-drop", "routers send no ICMP errors and router 1 drops port 25", both(quiet_routers, DROP_R1)
    ),
    # Loss and delay
    Scenario(
        "loss20",
        "router 1 loses 20 % of the SYNs, any port",
        at_router("isp", "drop", f"{SYN} numgen random mod 100 < 20"),
    ),
    Scenario(
        "loss60",
        "router 1 loses 60 % of the SYNs, any port",
        at_router("isp", "drop", f"{SYN} numgen random mod 100 < 60"),
    ),
    Scenario(
        "packetloss30",
        "router 1 loses 30 % of all TCP packets, both ways",
        lambda f: [("isp", "forward", f"{only(f)} meta l4proto tcp numgen random mod 100 < 30 drop")],
    ),
    Scenario(
        "latency300", "300 ms more round trip between the routers (DNS excepted)", helper=("cable", "300", "FAMILIES")
    ),
    Scenario(
        "latency2500",
        "2500 ms more round trip between the routers (DNS excepted)",
        helper=("cable", "2500", "FAMILIES"),
    ),
    Scenario(
        "latency300-drop-r1",
        "as latency300, and router 1 drops port 25",
        DROP_R1,
        helper=("cable", "300", "FAMILIES"),
    ),
    Scenario("throttle", "router 1 lets two SYNs to port 25 through per family, then drops", throttled),
    Scenario(
        "throttle-half",
        "router 1 drops port 25 for every second source port",
        at_router("isp", "drop", f"{PORT_25} jhash tcp sport mod 2 seed 0x19 == 0"),
    ),
    Scenario(
        "flap",
        "router 1 drops port 25 for 2 s, passes it for 3 s, and so on",
        helper=("flap", "tcp dport 25", "FAMILIES"),
    ),
    Scenario(
        "flap-link",
        "router 1 drops all TCP for 2 s, passes it for 3 s, and so on",
        helper=("flap", "meta l4proto tcp", "FAMILIES"),
    ),
    # Controls
    Scenario("control-down", "control1.alpha.test drops everything", gone(CONTROLS[:1])),
    Scenario("controls-down", "all controls drop everything", gone(CONTROLS)),
    Scenario(
        "controls-down-drop-r1",
        "all controls drop everything and router 1 drops port 25",
        both(gone(CONTROLS), DROP_R1),
    ),
    Scenario(
        "control-down-drop-r1",
        "control1.alpha.test drops everything and router 1 drops port 25",
        both(gone(CONTROLS[:1]), DROP_R1),
    ),
]
