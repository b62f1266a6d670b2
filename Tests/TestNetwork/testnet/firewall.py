"""nftables in the namespaces: the servers' own firewalls, and the table that scenarios put their rules in."""

from concurrent.futures import ThreadPoolExecutor

from . import hosts
from .instance import ROLES, Instance
from .netns import run
from .servers.catalogue import ODD_SERVERS


def apply(instance: Instance, role: str, script: str) -> None:
    run("ip", "netns", "exec", instance.namespace(role), "nft", "-f", "-", text=script)


def table(name: str, chains: str) -> str:
    """A script that replaces a whole table in one transaction."""
    return f"table inet {name}\ndelete table inet {name}\ntable inet {name} {{\n{chains}\n}}\n"


def base(instance: Instance) -> None:
    """The firewalls that belong to the servers themselves."""
    silent = hosts.ODD_RESOLVERS["silent"]
    apply(instance, "isp", table("base", _input(_drop_all([silent]))))
    dead = _drop_all([hosts.DEAD, hosts.LAME_SILENT, *hosts.DROP_HOSTS])
    for server in ODD_SERVERS:
        for port in server.dropped:
            dead += _drop_all([server.host], "" if port == "all" else f"tcp dport {port} ")
    apply(instance, "world", table("base", _input(dead)))


def _input(rules: list) -> str:
    lines = "\n".join(f"    {rule}" for rule in rules)
    return f"  chain input {{\n    type filter hook input priority 0; policy accept;\n{lines}\n  }}"


def _drop_all(some: list, match: str = "") -> list:
    return [f"{'ip6' if ':' in a else 'ip'} daddr {a} {match}drop" for host in some for a in host.addresses]


def scenario(instance: Instance, chains: dict) -> None:
    """Replaces the scenario's rules on every machine; `chains` maps a role to the chains it gets."""
    with ThreadPoolExecutor() as pool:
        scripts = {role: table("scenario", chains.get(role, "")) for role in ROLES}
        list(pool.map(lambda role: apply(instance, role, scripts[role]), ROLES))
