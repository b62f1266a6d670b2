"""The command line of scripts/testnet, but for `in`."""

import os
import sys

from . import network, report, scenarios, selftest
from .instance import Instance, TestnetError, require_root

USAGE = (
    "usage: scripts/testnet up|down|status|list [--json]|packages|selftest [NAME…] | "
    "scenario NAME [4|6] | scenario --list | in HOST COMMAND… | logs [NAME]"
)
EXIT_USAGE = 64


def main(arguments: list) -> int:
    # Only our own server processes may see this; commands of the user must not.
    os.environ.pop("PYTHONPATH", None)
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    instance = Instance.from_environment()
    if command == "list" and rest in ([], ["--json"]):
        print(report.as_json(instance) if rest else report.as_text(instance))
    elif command in ("up", "down") and not rest:
        require_root()
        print(getattr(network, command)(instance))
    elif command == "scenario" and rest == ["--list"]:
        print(scenarios.listing())
    elif command == "scenario" and (len(rest) == 1 or rest[1:] in (["4"], ["6"])):
        require_root()
        families = (int(rest[1]),) if rest[1:] else (4, 6)
        print(f"scenario: {scenarios.apply(instance, rest[0], families)}")
    elif command == "selftest":
        require_root()
        return selftest.main(instance, rest)
    elif command == "status" and not rest:
        print(report.status(instance))
        return 0 if network.healthy(instance) else 1
    elif command == "logs" and len(rest) <= 1:
        report.print_logs(instance, *rest)
    else:
        print(f"testnet: error: {USAGE}", file=sys.stderr)
        return EXIT_USAGE
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except TestnetError as error:
        print(f"testnet: error: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
