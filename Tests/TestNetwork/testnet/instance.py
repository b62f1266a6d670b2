"""Where one copy of the test network keeps its files, and what its namespaces are called."""

import os
import re
import sys
from pathlib import Path

RUN_ROOT = Path("/run/mxprobe-testnet")

# Routers and machines, from the machine that mxprobe runs on outwards.
ROLES = ("backup", "isp", "core", "world")

# Unix-domain socket paths of Postfix hold about 100 bytes, so the name must stay short.
NAME_PATTERN = re.compile(r"[a-z][a-z0-9-]{0,19}")


class TestnetError(Exception):
    """A failure to tell in one line."""


class Instance:
    """One copy of the network: names and paths derived from its name."""

    def __init__(self, name: str):
        if not NAME_PATTERN.fullmatch(name):
            raise TestnetError(f"bad MXPROBE_TESTNET '{name}': use up to 20 of a-z, 0-9 and -")
        self.name = name
        self.run = RUN_ROOT / name
        self.lock = RUN_ROOT / f".{name}.lock"
        self.pids = self.run / "pids"
        self.ready = self.run / "ready"
        self.logs = self.run / "logs"
        self.pki = self.run / "pki"
        self.zones = self.run / "zones"
        self.mail = self.run / "mail"
        self.unbound = self.run / "unbound"
        self.scenario = self.run / "scenario"
        self.ca_file = self.pki / "ca.pem"
        self.anchor_file = self.run / "trust-anchor.key"

    @classmethod
    def from_environment(cls) -> "Instance":
        return cls(os.environ.get("MXPROBE_TESTNET") or "mxprobe")

    def namespace(self, role: str) -> str:
        return f"{self.name}-{role}"

    def netns_etc(self, role: str) -> Path:
        """Files that `ip netns exec` puts over those of /etc."""
        return Path("/etc/netns") / self.namespace(role)

    def postfix(self, which: str) -> Path:
        """Configuration directory of a Postfix instance: `main` or `backup`."""
        return self.run / which / "postfix"

    def is_up(self) -> bool:
        return (self.run / "up").exists()


def require_root() -> None:
    if os.geteuid() != 0:
        arguments = " ".join(sys.argv[1:])
        raise TestnetError(f"needs root; run: sudo scripts/testnet {arguments}")
