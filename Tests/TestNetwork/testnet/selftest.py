"""Checks that every server answers as meant and every scenario has its effect: `scripts/testnet selftest`."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from . import conditions, netns, scenarios
from .instance import Instance, TestnetError
from .scenariocheck import ScenarioChecks
from .servercheck import ServerChecks

# Observations that wait at the same time, per machine they are made from.
THREADS = 48


class Report:
    """Counts checks and tells failures, from all threads."""

    def __init__(self):
        self.checks = 0
        self.failures = 0
        self.lock = threading.Lock()

    def check(self, what: str, seen: object, good: bool, wanted: object = None) -> None:
        with self.lock:
            self.checks += 1
            if not good:
                self.failures += 1
                print(f"FAIL {what}: {seen!r}" + (f", wanted {wanted!r}" if wanted is not None else ""), flush=True)


def observers(instance: Instance, role: str) -> ThreadPoolExecutor:
    """Threads that live in a namespace."""
    return ThreadPoolExecutor(THREADS, initializer=lambda: netns.enter(instance.namespace(role)))


def main(instance: Instance, names: list) -> int:
    """Checks the scenarios of `names`; without names, all scenarios and all servers."""
    for name in names:
        scenarios.find(name)
    if not instance.is_up():
        raise TestnetError(f"test network '{instance.name}' is down; run: scripts/testnet up")
    began = time.monotonic()
    report = Report()
    scenarios.apply(instance, "clean")
    # Servers are seen from router 2, where what scenarios do to the way from this machine is not felt.
    with observers(instance, "backup") as near, observers(instance, "core") as far:
        servers = ServerChecks(instance, report, far)
        pending = [] if names else servers.start()
        checks = ScenarioChecks(instance, report, near)
        try:
            for name in names or [scenario.name for scenario in conditions.SCENARIOS]:
                checks.check(name)
        finally:
            scenarios.apply(instance, "clean")
            servers.finish(pending)
    print(f"{report.checks} checks, {report.failures} failures, {time.monotonic() - began:.0f} s")
    return 1 if report.failures else 0
