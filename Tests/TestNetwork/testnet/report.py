"""What the network tells about itself: its map, its state, its logs."""

import json
import sys

from . import network, plan, processes
from .instance import Instance, TestnetError
from .servers.catalogue import ODD_SERVERS


def status(instance: Instance) -> str:
    if not instance.is_up():
        return f"test network '{instance.name}' is down"
    dead = processes.missing(instance, network.DAEMONS)
    scenario = instance.scenario.read_text().strip() if instance.scenario.exists() else "clean"
    state = f"damaged ({', '.join(dead)} not running)" if dead else "up"
    return f"test network '{instance.name}' is {state}, scenario {scenario}"


def files(instance: Instance) -> dict:
    return {
        "run": instance.run,
        "trust_anchor": instance.anchor_file,
        "ca": instance.ca_file,
        "backup_postfix": instance.postfix("backup"),
        "main_postfix": instance.postfix("main"),
        "main_maildir": instance.mail / "all",
        "logs": instance.logs,
        "sessions": instance.logs / "sessions-world.jsonl",
    }


def as_json(instance: Instance) -> str:
    """The map for programs."""
    described = [
        {
            "name": host.name,
            "ipv4": host.v4 if 4 in host.families else None,
            "ipv6": host.v6 if 6 in host.families else None,
            "about": host.about,
        }
        for host in plan.all_hosts()
    ]
    odd = [
        {
            "name": s.name,
            "domain": s.domain,
            "host": s.host.name,
            "about": s.about,
            "outcome": s.outcome,
            "ports": sorted(s.ports),
        }
        for s in ODD_SERVERS
    ]
    paths = {name: str(path) for name, path in files(instance).items()}
    return json.dumps({"instance": instance.name, "files": paths, "hosts": described, "odd_servers": odd}, indent=2)


def as_text(instance: Instance) -> str:
    lines = [f"{name:15} {path}" for name, path in files(instance).items()] + [""]
    for host in plan.all_hosts():
        v4, v6 = (host.v4 if 4 in host.families else "-"), (host.v6 if 6 in host.families else "-")
        lines.append(f"{host.name:38} {v4:15} {v6:18} {host.about}")
    return "\n".join(lines)


def print_logs(instance: Instance, name: str = "") -> None:
    """Prints a log file; without a name, their names. The name of a server selects its sessions."""
    if not instance.logs.is_dir():
        raise TestnetError(f"test network '{instance.name}' is down; run: scripts/testnet up")
    available = {path.name.rsplit(".", 1)[0]: path for path in sorted(instance.logs.iterdir())}
    if not name:
        print("\n".join(available))
    elif name in available:
        sys.stdout.write(available[name].read_text(errors="replace"))
    elif server := _server(name):
        for path in sorted(instance.logs.glob("sessions-*.jsonl")):
            sys.stdout.writelines(
                f"{line}\n" for line in path.read_text().splitlines() if json.loads(line)["server"] == server
            )
    else:
        raise TestnetError(f"no log '{name}'; there are: {', '.join(available)}, and the name of any server")


def _server(name: str) -> str:
    """The name that sessions are logged under, from a host's name, or an odd server's name or domain."""
    for odd in ODD_SERVERS:
        if name in (odd.name, odd.domain, odd.host.name, f"odd-{odd.name}"):
            return odd.host.name
    return name if any(host.name == name for host in plan.all_hosts()) else ""
