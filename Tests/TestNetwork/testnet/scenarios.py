"""Puts the network into one of the conditions of the table, from whatever condition it is in."""

import time
from concurrent.futures import ThreadPoolExecutor

from . import firewall, netns, processes
from .conditions import CHAINS, SCENARIOS, Scenario
from .hosts import MAIN
from .instance import ROLES, Instance, TestnetError
from .network import locked

HELPER = "scenario-helper"

# A helper is a Python program that opens two devices; more than this means that it failed.
HELPER_SECONDS = 10


def find(name: str) -> Scenario:
    for scenario in SCENARIOS:
        if scenario.name == name:
            return scenario
    raise TestnetError(f"no scenario '{name}'; see: scripts/testnet scenario --list")


def listing() -> str:
    return "\n".join(f"{scenario.name:24} {scenario.about}" for scenario in SCENARIOS)


def apply(instance: Instance, name: str, families: tuple = (4, 6)) -> str:
    """Removes what the last scenario did and sets up the named one for the families given."""
    scenario = find(name)
    with locked(instance):
        if not instance.is_up():
            raise TestnetError(f"test network '{instance.name}' is down; run: scripts/testnet up")
        processes.stop(instance, HELPER)
        (instance.ready / HELPER).unlink(missing_ok=True)
        firewall.scenario(instance, _chains(scenario, families))
        _run_commands(instance, scenario, families)
        if scenario.helper:
            _start_helper(instance, scenario.helper, families)
        described = scenario.name + ("" if len(families) == 2 else f" IPv{families[0]}")
        instance.scenario.write_text(described + "\n")
    return described


def _chains(scenario: Scenario, families: tuple) -> dict:
    """The scenario's rules as chains in nftables' words, per role."""
    rules = {}
    for family in families:
        for role, chain, rule in scenario.rules(family):
            rules.setdefault(role, {}).setdefault(chain, []).append(rule)
    if scenario.helper and scenario.helper[0] == "flap":
        rules["isp"] = {"forward": []}
    return {role: "\n".join(_chain(name, lines) for name, lines in chains.items()) for role, chains in rules.items()}


def _chain(name: str, rules: list) -> str:
    lines = "\n".join(f"    {rule}" for rule in rules)
    return f"  chain {name} {{\n    {CHAINS[name]}; policy accept;\n{lines}\n  }}"


def _run_commands(instance: Instance, scenario: Scenario, families: tuple) -> None:
    """Restores all routes and the main server's addresses, then takes away what the scenario takes away."""
    commands = {role: netns.routes(role) for role in ROLES}
    commands["world"] = netns.served_address(MAIN, "core") + commands["world"]
    commands["core"] = commands["core"] + ["neigh flush dev world"]
    own = [entry for family in families for entry in scenario.commands(family)]

    def batch(role: str) -> None:
        lines = commands[role] + [line for where, line in own if where == role]
        plain = [line for line in lines if not line.startswith("-")]
        netns.run("ip", "-n", instance.namespace(role), "-batch", "-", text="\n".join(plain) + "\n")
        for line in (line for line in lines if line.startswith("-")):
            netns.run("ip", "-n", instance.namespace(role), *line.split())

    with ThreadPoolExecutor() as pool:
        list(pool.map(batch, ROLES))


def _start_helper(instance: Instance, helper: tuple, families: tuple) -> None:
    module, *arguments = helper
    arguments = ["".join(map(str, families)) if a == "FAMILIES" else a for a in arguments]
    processes.start_python(instance, "isp", HELPER, module, *arguments)
    deadline = time.monotonic() + HELPER_SECONDS
    while not (instance.ready / HELPER).exists():
        if time.monotonic() > deadline or processes.ended(instance, HELPER):
            raise TestnetError(f"{module} did not start; see {instance.logs / HELPER}.out")
        time.sleep(0.01)
