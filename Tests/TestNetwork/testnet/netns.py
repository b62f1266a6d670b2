"""Namespaces, the cables between them, addresses and routes."""

import ctypes
import os
import subprocess
from pathlib import Path

from . import hosts, plan
from .instance import ROLES, Instance, TestnetError

CLONE_NEWNET = 0x40000000

# Routers must answer every probe: the kernel's limits (1 s between errors to one peer) would punch holes into a path.
SYSCTLS = {
    "net/ipv4/ip_forward": {"isp": 1, "core": 1},
    "net/ipv6/conf/all/forwarding": {"isp": 1, "core": 1},
    "net/ipv4/icmp_ratelimit": 0,
    "net/ipv4/icmp_msgs_per_sec": 1000000,
    "net/ipv4/icmp_msgs_burst": 1000000,
    "net/ipv6/icmp/ratelimit": 0,
    "net/ipv4/conf/all/rp_filter": 0,
    "net/ipv4/conf/default/rp_filter": 0,
    "net/ipv6/conf/all/disable_ipv6": 0,
    "net/ipv6/conf/default/disable_ipv6": 0,
    "net/ipv6/conf/default/accept_dad": 0,
    "net/ipv6/conf/default/accept_ra": 0,
    "net/core/somaxconn": 4096,
}

# Missing on some kernels or not per namespace there; everything else must work.
OPTIONAL = ("net/ipv4/icmp_msgs_per_sec", "net/ipv4/icmp_msgs_burst", "net/core/somaxconn")


def run(*command: str, text: str = None) -> str:
    """Runs a command to its end; what it says on stderr is the error."""
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()[0]
        raise TestnetError(f"{' '.join(command)}: {reason}")
    return done.stdout


def enter(namespace: str) -> None:
    """Moves the calling thread into a network namespace (setns(2); Python 3.11 has no binding)."""
    with open(f"/run/netns/{namespace}") as handle:
        if ctypes.CDLL(None, use_errno=True).setns(handle.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns {namespace}")


def create(instance: Instance) -> None:
    for role in ROLES:
        run("ip", "netns", "add", instance.namespace(role))
        if not inside(instance.namespace(role), lambda role=role: _set_sysctls(role)):
            raise TestnetError(f"cannot set the network parameters of {role}")
    backup, isp, core, world = (instance.namespace(role) for role in ROLES)
    for near, far, name, back in (
        (backup, isp, "isp", "backup"),
        (isp, core, "core", "isp"),
        (core, world, "world", "core"),
    ):
        run("ip", "-n", near, "link", "add", name, "type", "veth", "peer", "name", back, "netns", far)
    for role in ROLES:
        run("ip", "-n", instance.namespace(role), "-batch", "-", text="\n".join(_links(role) + _addresses(role)) + "\n")
    for role in ROLES:
        run("ip", "-n", instance.namespace(role), "-batch", "-", text="\n".join(routes(role)) + "\n")


def inside(namespace: str, function) -> bool:
    """Runs `function` in a child process in the namespace; true unless it raised OSError."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            enter(namespace)
            function()
            status = 0
        except OSError:
            pass  # told by the exit status
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def _set_sysctls(role: str) -> None:
    """Writes the settings; /proc/sys/net shows the writer's own namespace."""
    for name, value in SYSCTLS.items():
        value = value.get(role, 0) if isinstance(value, dict) else value
        try:
            (Path("/proc/sys") / name).write_text(str(value))
        except OSError:
            if name not in OPTIONAL:
                raise


def _links(role: str) -> list:
    names = {"backup": ["isp"], "isp": ["backup", "core"], "core": ["isp", "world"], "world": ["core"]}[role]
    return [f"link set {name} up" for name in ["lo", *names]]


def own_address(host: hosts.Host, device: str, prefixes: tuple) -> list:
    """The commands that give a machine its own address on a link, which it also sends from."""
    return [
        f"addr replace {host.v4}/{prefixes[0]} dev {device}",
        f"addr replace {host.v6}/{prefixes[1]} dev {device} nodad",
    ]


def served_address(host: hosts.Host, device: str) -> list:
    """The commands that give a machine the addresses of a server, which nothing else is to be sent from."""
    found = []
    if 4 in host.families:
        found.append(f"addr replace {host.v4}/32 dev {device}")
    if 6 in host.families:
        found.append(f"addr replace {host.v6}/128 dev {device} nodad preferred_lft 0")
    return found


def _addresses(role: str) -> list:
    def served(some: list, device: str) -> list:
        return [line for host in some for line in served_address(host, device)]

    if role == "backup":
        return own_address(hosts.BACKUP, "isp", (24, 64))
    if role == "isp":
        near, far = own_address(hosts.GATEWAY, "backup", (24, 64)), own_address(hosts.GATEWAY_OUT, "core", (30, 64))
        return near + far + served(plan.isp_hosts(), "backup")
    if role == "core":
        return own_address(hosts.CORE, "isp", (30, 64)) + own_address(hosts.CORE_OUT, "world", (24, 64))
    link = own_address(hosts.WORLD_LINK, "core", (24, 64))
    return link + served(plan.world_hosts(), "core") + served(plan.routed_hosts(), "lo")


def routes(role: str) -> list:
    """Static routes of one machine; nothing knows a way out of the test network."""
    defaults = {
        "backup": (hosts.GATEWAY, "isp"),
        "isp": (hosts.CORE, "core"),
        "world": (hosts.CORE_OUT, "core"),
    }
    if role in defaults:
        via, device = defaults[role]
        source = {"backup": hosts.BACKUP, "isp": hosts.GATEWAY_OUT, "world": hosts.WORLD_LINK}[role]
        return [
            f"route replace default via {via.v4} dev {device} src {source.v4}",
            f"route replace default via {via.v6} dev {device} src {source.v6}",
        ]
    return [
        f"route replace 198.18.1.0/24 via {hosts.GATEWAY_OUT.v4} dev isp src {hosts.CORE.v4}",
        f"route replace 2001:2:0:1::/64 via {hosts.GATEWAY_OUT.v6} dev isp src {hosts.CORE.v6}",
        f"route replace 198.18.4.0/22 via {hosts.WORLD_LINK.v4} dev world",
        f"route replace 2001:2:0:4::/62 via {hosts.WORLD_LINK.v6} dev world",
    ]


def delete(instance: Instance) -> None:
    for role in ROLES:
        path = Path("/run/netns") / instance.namespace(role)
        if path.exists():
            subprocess.run(["ip", "netns", "delete", instance.namespace(role)], capture_output=True)
            path.unlink(missing_ok=True)  # a name left behind by a restarted machine is a plain file
