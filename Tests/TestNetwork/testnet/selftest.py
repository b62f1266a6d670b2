"""Checks that every server answers as meant and every scenario has its effect: `scripts/testnet selftest`."""

import os
import pwd
import smtplib
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from . import conditions, expectations, hosts, netns, probe, scenarios
from .instance import Instance, TestnetError
from .servers import dnswire
from .servers.catalogue import ODD_SERVERS

# An answer inside one machine takes a millisecond; a busy machine gets a second, longer try.
FIRST_TRY, SECOND_TRY = 0.5, 2.0

# Router 2 gives up on a missing neighbour after three requests, one a second.
NEIGHBOUR_SECONDS = 4.5

# How long an odd server is waited for, where its oddity is a matter of time.
ODD_SECONDS = {"http": 3.5, "lategreeting": 14, "tarpit": 22, "postscreen": 8}

TARGETS = {
    "main": hosts.MAIN,
    "control": hosts.CONTROLS[0],
    "other": hosts.CONTROLS[1],
    "relay": hosts.RELAY,
}
NOWHERE = {4: "192.0.2.1", 6: "2001:db8::1"}


class Report:
    """Collects failures from all threads."""

    def __init__(self):
        self.checks = 0
        self.failures = []
        self.lock = threading.Lock()

    def check(self, what: str, seen: object, good: bool, wanted: object = None) -> None:
        with self.lock:
            self.checks += 1
            if not good:
                line = f"{what}: {seen!r}" + (f", wanted {wanted!r}" if wanted is not None else "")
                self.failures.append(line)
                print(f"FAIL {line}", flush=True)


def address(target: str, family: int) -> str:
    if target == "nowhere":
        return NOWHERE[family]
    host = TARGETS[target]
    return host.v4 if family == 4 else host.v6


class SelfTest:
    """One run over the network of `instance`, which must be up."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.report = Report()
        self.pool = self._pool("backup", 48)

    def _pool(self, role: str, threads: int) -> ThreadPoolExecutor:
        """Threads that live in a namespace."""
        namespace = self.instance.namespace(role)
        return ThreadPoolExecutor(threads, initializer=lambda: netns.enter(namespace))

    def run(self, names: list) -> int:
        wanted = names or [scenario.name for scenario in conditions.SCENARIOS]
        began = time.monotonic()
        odd = threading.Thread(target=self.check_servers)
        if not names:
            odd.start()
        try:
            for name in wanted:
                self.check_scenario(name)
        finally:
            scenarios.apply(self.instance, "clean")
            if not names:
                odd.join()
        print(f"{self.report.checks} checks, {len(self.report.failures)} failures, {time.monotonic() - began:.0f} s")
        return 1 if self.report.failures else 0

    # Scenarios

    def check_scenario(self, name: str) -> None:
        scenarios.apply(self.instance, name)
        special = getattr(self, "check_" + name.replace("-", "_"), None)
        if name in expectations.EXPECTED:
            self.check_connects(name)
        elif not special:
            self.report.check(name, "nothing is known about it", False)
        for key, wanted in expectations.GREETINGS.get(name, {}).items():
            for family in (4, 6):
                self.check_greeting(f"{name} IPv{family} {key}", key, family, wanted)
        if special:
            special()

    def check_connects(self, name: str) -> None:
        wanted = {**expectations.USUAL, **expectations.EXPECTED[name]}
        jobs = {(key, family): self.pool.submit(self._observe, key, family, wanted[key]) for key in wanted for family in (4, 6)}
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
            return ask(server, "domain1.test", "MX", seconds)[0]
        target, _, rest = key.partition(":")
        port, _, hops = rest.partition("/")
        return probe.connect(address(target, family), int(port), seconds, int(hops or 0)).result

    def check_greeting(self, what: str, key: str, family: int, wanted: str) -> None:
        target, port = key.split(":")
        for seconds in (FIRST_TRY, SECOND_TRY):
            seen = self.pool.submit(converse, address(target, family), int(port), seconds).result()[0]
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

    def check_loss20(self) -> None:
        self._check_share("loss20", "control:587", 0.65, 0.92)

    def check_loss60(self) -> None:
        self._check_share("loss60", "control:587", 0.25, 0.56)

    def check_packetloss30(self) -> None:
        self._check_share("packetloss30", "control:587", 0.33, 0.66)

    def check_throttle_half(self) -> None:
        self._check_share("throttle-half", "control:25", 0.3, 0.7)
        self._check_share("throttle-half", "control:587", 1, 1)

    def check_throttle(self) -> None:
        for family in (4, 6):
            seen = [self.pool.submit(probe.connect, address("control", family), 25, FIRST_TRY).result().result for _ in range(4)]
            self.report.check(f"throttle IPv{family}", seen, seen == ["open", "open", "timeout", "timeout"])
            self._check_share("throttle", "control:587", 1, 1)

    def _check_latency(self, name: str, least: float, most: float) -> None:
        for family in (4, 6):
            jobs = [self.pool.submit(probe.connect, address("control", family), port, most + 1) for port in (25, 587)]
            for job in jobs:
                seen = job.result()
                self.report.check(f"{name} IPv{family}", (seen.result, round(seen.seconds, 3)), seen.result == "open" and least <= seen.seconds <= most)
            hop = self.pool.submit(probe.connect, address("control", family), 25, most + 1, 2).result()
            self.report.check(f"{name} IPv{family} hop 2", hop.result, hop.result == f"expired@{expectations.CORE}")
            dns = self.pool.submit(self._observe_once, "dns", family, FIRST_TRY).result()
            self.report.check(f"{name} IPv{family} dns", dns, dns == "answer")

    def check_latency300(self) -> None:
        self._check_latency("latency300", 0.3, 0.45)

    def check_latency2500(self) -> None:
        self._check_latency("latency2500", 2.5, 2.9)

    def _check_flap(self, name: str, key: str) -> None:
        """Both states must be seen within one period, by both families."""
        seen = {4: set(), 6: set()}
        deadline = time.monotonic() + 5.5
        while time.monotonic() < deadline and any(len(results) < 2 for results in seen.values()):
            for family in (4, 6):
                target, port = key.split(":")
                seen[family].add(self.pool.submit(probe.connect, address(target, family), int(port), 0.2).result().result)
        for family, results in seen.items():
            self.report.check(f"{name} IPv{family}", sorted(results), results == {"open", "timeout"})

    def check_flap(self) -> None:
        self._check_flap("flap", "control:25")

    def check_flap_link(self) -> None:
        self._check_flap("flap-link", "control:587")

    def check_local_user(self) -> None:
        """The mail system's own user gets out."""
        def as_postfix() -> None:
            os.setgid(pwd.getpwnam("postfix").pw_gid)
            os.setuid(pwd.getpwnam("postfix").pw_uid)
            for family in (4, 6):
                if probe.connect(address("control", family), 25, SECOND_TRY).result != "open":
                    raise ConnectionError

        passed = netns.inside(self.instance.namespace("backup"), as_postfix)
        self.report.check("local-user as postfix", passed, passed)

    def check_proxy(self) -> None:
        for family in (4, 6):
            answers = self.pool.submit(converse, address("main", family), 25, SECOND_TRY, "EHLO test", "STARTTLS").result()
            good = "XXXXXXXA" in answers[1] and "STARTTLS" not in answers[1] and answers[2].startswith("500")
            self.report.check(f"proxy IPv{family}", answers[1:], good)

    def check_main_greylist(self) -> None:
        for family in (4, 6):
            answers = self.pool.submit(converse, address("main", family), 25, SECOND_TRY, "EHLO test", "MAIL FROM:<>", "RCPT TO:<a@domain1.test>").result()
            self.report.check(f"main-greylist IPv{family}", answers[3], answers[3].startswith("450"))

    def check_drop_r1(self) -> None:
        """One family at a time."""
        for blocked, other in ((4, 6), (6, 4)):
            scenarios.apply(self.instance, "drop-r1", (blocked,))
            for family, wanted in ((blocked, "timeout"), (other, "open")):
                seen = self.pool.submit(self._observe, "main:25", family, wanted).result()
                self.report.check(f"drop-r1 {blocked}: IPv{family}", seen, seen == wanted, wanted)

    # Servers, seen from router 2, where no scenario of router 1 disturbs

    def check_servers(self) -> None:
        with self._pool("core", 32) as pool:
            jobs = [pool.submit(self.check_odd, server, family) for server in ODD_SERVERS for family in (4, 6)]
            jobs += [pool.submit(check, self) for check in (SelfTest.check_main, SelfTest.check_names, SelfTest.check_tls, SelfTest.check_resolvers)]
            for job in jobs:
                try:
                    job.result()
                except (OSError, smtplib.SMTPException, TestnetError, IndexError) as error:
                    self.report.check("servers", repr(error), False)

    def check_odd(self, server, family: int) -> None:
        name, where = server.name, server.host.v4 if family == 4 else server.host.v6
        for port in (25, 2525, 587, 465):
            closed = "timeout" if port in server.dropped or "all" in server.dropped else "refused"
            wanted = "open" if port in server.ports else closed
            seen = probe.connect(where, port, FIRST_TRY).result
            self.report.check(f"odd-{name} IPv{family} {port}", seen, seen in (wanted, "<reset>" if name == "resets" else wanted), wanted)
        if 25 not in server.ports:
            return
        seconds = ODD_SECONDS.get(name, SECOND_TRY)
        commands = ("EHLO test.example", "MAIL FROM:<>", f"RCPT TO:<postmaster@{server.domain}>", "QUIT")
        expected = expectations.ODD.get(name, expectations.READY)
        answers = converse(where, 25, seconds, *commands[: len(expected) - 1])
        for seen, wanted in zip(answers, expected):
            good = wanted is None or seen.startswith(wanted) or (wanted, seen) == ("<closed>", "<reset>")
            self.report.check(f"odd-{name} IPv{family}", seen[:60], good, wanted)

    def check_main(self) -> None:
        """Port 25 and 2525 take the domain, 587 and 465 only with the password."""
        for where in hosts.MAIN.addresses:
            for port in (25, 2525):
                answers = converse(where, port, SECOND_TRY, "EHLO test", "MAIL FROM:<>", "RCPT TO:<postmaster@domain1.test>", "RCPT TO:<a@elsewhere.test>", "QUIT")
                seen = [answer[:3] for answer in answers]
                self.report.check(f"main {where} {port}", seen, seen == ["220", "250", "250", "250", "554", "221"])
            with smtplib.SMTP(where, 587, timeout=5) as session:
                session.starttls()
                refused = session.docmd("MAIL", "FROM:<>")[0], session.docmd("RCPT", "TO:<a@domain1.test>")[0]
                self.report.check(f"main {where} 587 without login", refused, refused == (250, 554))
                session.rset()
                session.login("tester@mail.domain1.test", "secret")
                taken = session.docmd("MAIL", "FROM:<>")[0], session.docmd("RCPT", "TO:<a@domain1.test>")[0]
                self.report.check(f"main {where} 587 with login", taken, taken == (250, 250))
            context = ssl._create_unverified_context()
            with smtplib.SMTP_SSL(where, 465, timeout=5, context=context) as session:
                session.ehlo()
                self.report.check(f"main {where} 465", session.esmtp_features, "auth" in session.esmtp_features)

    def check_tls(self) -> None:
        """Certificates are what their servers' names promise."""
        cases = [(hosts.MAIN, 25, "")]
        cases += [(control, port, "") for control in hosts.CONTROLS for port in (25, 587)]
        by_name = {server.name: server.host for server in ODD_SERVERS}
        cases += [(by_name["cert-expired"], 25, "expired"), (by_name["cert-selfsigned"], 25, "self-signed"), (by_name["cert-wrongname"], 25, "Hostname mismatch")]
        cases += [(by_name["starttls-last"], 25, ""), (by_name["tiny-segments"], 25, "")]
        for host, port, trouble in cases:
            context = ssl.create_default_context(cafile=str(self.instance.ca_file))
            try:
                with smtplib.SMTP(host.v4, port, timeout=5) as session:
                    session._host = host.name
                    session.starttls(context=context)
                seen = ""
            except ssl.SSLCertVerificationError as error:
                seen = error.verify_message
            self.report.check(f"certificate of {host.name}", seen, trouble in seen if trouble else not seen, trouble)

    def check_names(self) -> None:
        """The resolver's verdict on the names that tests use, asked over TCP where UDP is too small."""
        wanted = {
            ("domain1.test", "MX"): "answer",
            ("signed.test", "MX"): "secure",
            ("dane-ta.test", "MX"): "secure",
            ("_25._tcp.mail.signed.test", "TLSA"): "secure",
            ("bogus.test", "MX"): "rcode 2",
            ("expired.test", "MX"): "rcode 2",
            ("servfail.test", "MX"): "rcode 2",
            ("no-such-domain.test", "MX"): "rcode 3",
            ("gone.dangling.test", "A"): "rcode 3",
            ("nomail.test", "MX"): "nodata",
            ("noaddr.test", "MX"): "answer",
            ("mx.noaddr.test", "A"): "nodata",
            ("a.mxloop.test", "A"): "rcode 2",
            ("xn--bcher-kva.test", "MX"): "answer",
            ("anything.bulk.test", "MX"): "answer",
            ("1.1.18.198.in-addr.arpa", "PTR"): "answer",
            ("example.com", "A"): "rcode 3",
        }
        for (name, kind), verdict in wanted.items():
            for server in hosts.RESOLVER.addresses:
                seen, _ = ask(server, name, kind, 5)
                good = seen == verdict or (verdict in ("nodata", "answer") and seen == "secure")
                self.report.check(f"{name} {kind} @{server}", seen, good, verdict)
        seen, answer = ask(hosts.RESOLVER.v4, "bigmx.test", "MX", 5, tcp=True)
        self.report.check("bigmx.test over TCP", (seen, len(answer)), seen == "answer" and len(answer) > 4096)
        seen, answer = ask(hosts.RESOLVER.v4, "bigmx.test", "MX", 5)
        self.report.check("bigmx.test over UDP", seen, bool(answer and answer[2] & 0x02), "truncated")

    def check_resolvers(self) -> None:
        odd = hosts.ODD_RESOLVERS
        wanted = {"strip": "answer", "silent": "silence", "refused": "rcode 5", "servfail": "rcode 2", "closed": "closed", "slow": "secure"}
        for name, verdict in wanted.items():
            for server in odd[name].addresses:
                seen, _ = ask(server, "signed.test", "MX", 3 if name == "slow" else 1)
                self.report.check(f"resolver {name} @{server}", seen, seen == verdict, verdict)
        answer = ask(odd["tcp-only"].v4, "domain1.test", "MX", 2)[1]
        self.report.check("resolver tcp-only over UDP", answer[2:4].hex(), bool(answer[2] & 0x02), "truncated")
        self.report.check("resolver tcp-only over TCP", ask(odd["tcp-only"].v4, "domain1.test", "MX", 2, tcp=True)[0], True)
        for name, low, high in (("lossy", 0.5, 0.9), ("lossy-both", 0.3, 0.7)):
            share = sum(ask(odd[name].v4, "domain1.test", "MX", 0.05)[0] == "answer" for _ in range(60)) / 60
            self.report.check(f"resolver {name} share answered", share, low <= share <= high, f"{low} to {high}")


def converse(where: str, port: int, seconds: float, *commands: str) -> list:
    """The replies of a server, or how the connect failed instead of the first."""
    attempt = probe.connect(where, port, SECOND_TRY, keep=True)
    return probe.dialogue(attempt.connection, *commands, seconds=seconds) if attempt.connection else [attempt.result]


def ask(server: str, name: str, kind: str, seconds: float, tcp: bool = False) -> tuple:
    """What a resolver says: `secure`, `answer`, `nodata`, `rcode N`, `silence` or `closed`; and the message."""
    transport = dnswire.ask_tcp if tcp else dnswire.ask_udp
    try:
        answer = transport(server, dnswire.query(name, kind, dnssec=True), seconds)
    except TimeoutError:
        return "silence", b""
    except ConnectionError:
        return "closed", b""
    if answer[3] & 0x0F:
        return f"rcode {answer[3] & 0x0F}", answer
    if answer[2] & 0x02:
        return "truncated", answer
    if not int.from_bytes(answer[6:8], "big"):
        return "nodata", answer
    return ("secure" if answer[3] & dnswire.AD else "answer"), answer


def main(instance: Instance, names: list) -> int:
    for name in names:
        scenarios.find(name)
    if not instance.is_up():
        raise TestnetError(f"test network '{instance.name}' is down; run: scripts/testnet up")
    return SelfTest(instance).run(names)

