"""A filter that comes and goes: `python3 -m testnet.flap MATCH 46` on router 1, in the scenario's forward chain."""

import subprocess
import sys
import time

from .instance import Instance
from .scenarios import HELPER

# Long enough that a connection attempt with its first retry may fall wholly into either.
DROP_SECONDS, PASS_SECONDS = 2, 3


def main(match: str, families: str) -> None:
    rules = [f'add rule inet scenario forward iifname "backup" meta nfproto ipv{f} {match} drop' for f in families]
    ready = Instance.from_environment().ready / HELPER
    while True:
        subprocess.run(["nft", "-f", "-"], input="\n".join(rules) + "\n", text=True, check=True)
        ready.touch()
        time.sleep(DROP_SECONDS)
        subprocess.run(["nft", "flush", "chain", "inet", "scenario", "forward"], check=True)
        time.sleep(PASS_SECONDS)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
