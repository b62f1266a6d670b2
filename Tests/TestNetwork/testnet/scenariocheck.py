"""Checks of the scenarios, seen from this machine's place in the network."""

import os
import pwd
import time
from concurrent.futures import ThreadPoolExecutor

from . import expectations, hosts, netns, probe, scenarios
from .instance import Instance

# An answer inside one machine takes a millisecond; a busy machine gets a second, longer try.
FIRST_TRY, SECOND_TRY = 0.5, 2.0

# Router 2 gives up on a missing neighbour after three requests, one a second.
NEIGHBOUR_SECONDS = 4.5

TARGETS = {
    "main": hosts.MAIN,
    "control": hosts.CONTROLS[0],
    "other": hosts.CONTROLS[1],
    "relay": hosts.RELAY,
}
NOWHERE = {4: "192.0.2.1", 6: "2001:db8::1"}


def address(target: str, family: int) -> str:
    if target == "nowhere":
        return NOWHERE[family]
    host = TARGETS[target]
    return host.v4 if family == 4 else host.v6


class ScenarioChecks:
    """One scenario at a time: connects as in expectations.py, and a method of its name for what they cannot say."""

    def __init__(self, instance: Instance, report, pool: ThreadPoolExecutor):
        self.instance = instance
        self.report = report
        self.pool = pool

    def check(self, name: str) -> None:
        scenarios.apply(self.instance, name)
        special = getattr(self, name.replace("-", "_"), None)
        if name in expectations.EXPECTED:
            self._connects(name)
        elif not special:
            self.report.check(name, "nothing is known about it", False)
        for key, wanted in expectations.GREETINGS.get(name, {}).items():
            for family in (4, 6):
                self._greeting(f"{name} IPv{family} {key}", key, family, wanted)
        if special:
            special()

    def _connects(self, name: str) -> None:
        wanted = {**expectations.USUAL, **expectations.EXPECTED[name]}
        jobs = {
            (key, family): self.pool.submit(self._observe, key, family, wanted[key])
            for key in wanted
            for family in (4, 6)
        }
        for (key, family), job in jobs.items():
            self.report.check(f"{name} IPv{family} {key}", job.result(), job.result() == wanted[key], wanted[key])

    def _observe(self, key: str, family: int, wanted: str) -> str:
        patience = NEIGHBOUR_SECONDS if wanted.startswith("host-unreachable") else FIRST_TRY
        seen = self._observe_once(key, family, patience)
        return seen if seen == wanted else self._observe_once(key, family, SECOND_TRY)

    @staticmethod
    def _observe_once(key: str, family: int, seconds: float) -> str:
        if key == "dns":
            server = hosts.RESOLVER.v4 if family == 4 else hosts.RESOLVER.v6
            return probe.ask(server, "domain1.test", "MX", seconds)[0]
        target, _, rest = key.partition(":")
        port, _, hops = rest.partition("/")
        return probe.connect(address(target, family), int(port), seconds, int(hops or 0)).result

    def _greeting(self, what: str, key: str, family: int, wanted: str) -> None:
        target, port = key.split(":")
        for seconds in (FIRST_TRY, SECOND_TRY):
            seen = self.pool.submit(probe.converse, address(target, family), int(port), seconds).result()[0]
            if seen.startswith(wanted):
                break
        self.report.check(what, seen[:60], seen.startswith(wanted), wanted)

    def _share_open(self, key: str, family: int, tries: int, seconds: float = 0.3) -> float:
        """The share of `tries` simultaneous connects that come about with their first SYN."""
        target, port = key.split(":")
        jobs = [self.pool.submit(probe.connect, address(target, family), int(port), seconds) for _ in range(tries)]
        return sum(job.result().result == "open" for job in jobs) / tries

    def _check_share(self, name: str, key: str, low: float, high: float) -> None:
        for family in (4, 6):
            share = self._share_open(key, family, 120)
            self.report.check(f"{name} IPv{family} {key} share open", share, low <= share <= high, f"{low} to {high}")

    def loss20(self) -> None:
        self._check_share("loss20", "control:587", 0.65, 0.92)

    def loss60(self) -> None:
        self._check_share("loss60", "control:587", 0.25, 0.56)

    def packetloss30(self) -> None:
        self._check_share("packetloss30", "control:587", 0.33, 0.66)

    def throttle_half(self) -> None:
        self._check_share("throttle-half", "control:25", 0.3, 0.7)
        self._check_share("throttle-half", "control:587", 1, 1)

    def throttle(self) -> None:
        for family in (4, 6):
            seen = [
                self.pool.submit(probe.connect, address("control", family), 25, FIRST_TRY).result().result
                for _ in range(4)
            ]
            self.report.check(f"throttle IPv{family}", seen, seen == ["open", "open", "timeout", "timeout"])
            self._check_share("throttle", "control:587", 1, 1)

    def _check_latency(self, name: str, least: float, most: float) -> None:
        """Connects are slow, on any port and to the second hop; names are not."""
        connects, hops = {}, {}
        for family in (4, 6):
            where = address("control", family)
            for port in (25, 587):
                connects[family, port] = self.pool.submit(probe.connect, where, port, most + 1)
            hops[family] = self.pool.submit(probe.connect, where, 25, most + 1, 2)
            dns = self.pool.submit(self._observe_once, "dns", family, FIRST_TRY).result()
            self.report.check(f"{name} IPv{family} dns", dns, dns == "answer")
        for (family, port), job in connects.items():
            seen = job.result().result, round(job.result().seconds, 3)
            self.report.check(f"{name} IPv{family} {port}", seen, seen[0] == "open" and least <= seen[1] <= most)
        for family, job in hops.items():
            seen = job.result().result
            self.report.check(f"{name} IPv{family} hop 2", seen, seen == f"expired@{expectations.CORE}")

    def latency300(self) -> None:
        self._check_latency("latency300", 0.3, 0.45)

    def latency300_drop_r1(self) -> None:
        """Port 25 is silent, and others are late."""
        for family in (4, 6):
            where = address("control", family)
            dropped = self.pool.submit(probe.connect, where, 25, SECOND_TRY).result().result
            late = self.pool.submit(probe.connect, where, 587, SECOND_TRY).result()
            good = dropped == "timeout" and late.result == "open" and late.seconds >= 0.3
            self.report.check(f"latency300-drop-r1 IPv{family}", (dropped, late.result), good)

    def latency2500(self) -> None:
        self._check_latency("latency2500", 2.5, 2.9)

    def _check_flap(self, name: str, key: str) -> None:
        """Both states must be seen within one period, by both families."""
        seen = {4: set(), 6: set()}
        deadline = time.monotonic() + 5.5
        while time.monotonic() < deadline and any(len(results) < 2 for results in seen.values()):
            for family in (4, 6):
                target, port = key.split(":")
                seen[family].add(
                    self.pool.submit(probe.connect, address(target, family), int(port), 0.2).result().result
                )
        for family, results in seen.items():
            self.report.check(f"{name} IPv{family}", sorted(results), results == {"open", "timeout"})

    def flap(self) -> None:
        self._check_flap("flap", "control:25")

    def flap_link(self) -> None:
        self._check_flap("flap-link", "control:587")

    def local_user(self) -> None:
        """The mail system's own user gets out."""

        def as_postfix() -> None:
            os.setgid(pwd.getpwnam("postfix").pw_gid)
            os.setuid(pwd.getpwnam("postfix").pw_uid)
            for family in (4, 6):
                if probe.connect(address("control", family), 25, SECOND_TRY).result != "open":
                    raise ConnectionError

        passed = netns.inside(self.instance.namespace("backup"), as_postfix)
        self.report.check("local-user as postfix", passed, passed)

    def proxy(self) -> None:
        for family in (4, 6):
            answers = self.pool.submit(
                probe.converse, address("main", family), 25, SECOND_TRY, "EHLO test", "STARTTLS"
            ).result()
            good = "XXXXXXXA" in answers[1] and "STARTTLS" not in answers[1] and answers[2].startswith("500")
            self.report.check(f"proxy IPv{family}", answers[1:], good)

    def main_greylist(self) -> None:
        for family in (4, 6):
            answers = self.pool.submit(
                probe.converse,
                address("main", family),
                25,
                SECOND_TRY,
                "EHLO test",
                "MAIL FROM:<>",
                "RCPT TO:<a@domain1.test>",
            ).result()
            self.report.check(f"main-greylist IPv{family}", answers[3], answers[3].startswith("450"))

    def drop_r1(self) -> None:
        """One family at a time."""
        for blocked, other in ((4, 6), (6, 4)):
            scenarios.apply(self.instance, "drop-r1", (blocked,))
            for family, wanted in ((blocked, "timeout"), (other, "open")):
                seen = self.pool.submit(self._observe, "main:25", family, wanted).result()
                self.report.check(f"drop-r1 {blocked}: IPv{family}", seen, seen == wanted, wanted)
