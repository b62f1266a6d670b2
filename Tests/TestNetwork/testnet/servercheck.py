"""Checks of the servers, each seen while no scenario disturbs the way to it."""

import json
import smtplib
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import expectations, hosts, postfix, probe
from .conditions import SCENARIOS
from .instance import Instance
from .servers.catalogue import ODD_SERVERS

# Time for an answer, and for a port to show that it is dropped rather than slow.
SECONDS, REFUSAL_SECONDS = 2.0, 1.0

# How long an odd server is waited for, where its oddity is a matter of time.
ODD_SECONDS = {"http": 3.5, "lategreeting": 14, "tarpit": 22, "postscreen": 8}


class ServerChecks:
    """Dialogues with every server, the resolver's answers, the certificates and the session log."""

    def __init__(self, instance: Instance, report, pool: ThreadPoolExecutor):
        self.instance = instance
        self.report = report
        self.pool = pool

    def start(self) -> list:
        """Waits for the checks that scenarios would disturb; returns those of the odd servers, which may take long."""
        pending = [self.pool.submit(self.odd, server, family) for server in ODD_SERVERS for family in (4, 6)]
        self.finish(
            [
                self.pool.submit(check)
                for check in (self.main, self.names, self.tls, self.resolvers, self.log, self.documented)
            ]
        )
        return pending

    def finish(self, jobs: list) -> None:
        for job in jobs:
            try:
                job.result()
            except (OSError, smtplib.SMTPException, IndexError) as error:
                self.report.check("servers", repr(error), False)

    def odd(self, server, family: int) -> None:
        name, where = server.name, server.host.v4 if family == 4 else server.host.v6
        for port in (25, 2525, 587, 465):
            closed = "timeout" if port in server.dropped or "all" in server.dropped else "refused"
            wanted = "open" if port in server.ports else closed
            seen = probe.connect(where, port, REFUSAL_SECONDS).result
            self.report.check(
                f"odd-{name} IPv{family} {port}",
                seen,
                seen in (wanted, "<reset>" if name == "resets" else wanted),
                wanted,
            )
        if 25 not in server.ports:
            return
        seconds = ODD_SECONDS.get(name, SECONDS)
        commands = ("EHLO test.example", "MAIL FROM:<>", f"RCPT TO:<postmaster@{server.domain}>", "QUIT")
        expected = expectations.ODD.get(name, expectations.READY)
        answers = probe.converse(where, 25, seconds, *commands[: len(expected) - 1])
        for seen, wanted in zip(answers, expected, strict=False):
            good = wanted is None or seen.startswith(wanted) or (wanted, seen) == ("<closed>", "<reset>")
            self.report.check(f"odd-{name} IPv{family}", seen[:60], good, wanted)

    def main(self) -> None:
        """Port 25 and 2525 take the domain, 587 and 465 only with the password."""
        for where in hosts.MAIN.addresses:
            for port in (25, 2525):
                answers = probe.converse(
                    where,
                    port,
                    SECONDS,
                    "EHLO test",
                    "MAIL FROM:<>",
                    "RCPT TO:<postmaster@domain1.test>",
                    "RCPT TO:<a@elsewhere.test>",
                    "QUIT",
                )
                seen = [answer[:3] for answer in answers]
                self.report.check(f"main {where} {port}", seen, seen == ["220", "250", "250", "250", "554", "221"])
            with smtplib.SMTP(where, 587, timeout=5) as session:
                session.starttls()
                refused = session.docmd("MAIL", "FROM:<>")[0], session.docmd("RCPT", "TO:<a@domain1.test>")[0]
                self.report.check(f"main {where} 587 without login", refused, refused == (250, 554))
                session.rset()
                session.login(f"{postfix.SASL_USER}@{hosts.MAIN.name}", postfix.SASL_PASSWORD)
                taken = session.docmd("MAIL", "FROM:<>")[0], session.docmd("RCPT", "TO:<a@domain1.test>")[0]
                self.report.check(f"main {where} 587 with login", taken, taken == (250, 250))
            context = ssl._create_unverified_context()
            with smtplib.SMTP_SSL(where, 465, timeout=5, context=context) as session:
                session.ehlo()
                self.report.check(f"main {where} 465", session.esmtp_features, "auth" in session.esmtp_features)

    def tls(self) -> None:
        """Certificates are what their servers' names promise."""
        cases = [(hosts.MAIN, 25, "")]
        cases += [(control, port, "") for control in hosts.CONTROLS for port in (25, 587)]
        by_name = {server.name: server.host for server in ODD_SERVERS}
        cases += [
            (by_name["cert-expired"], 25, "expired"),
            (by_name["cert-selfsigned"], 25, "self-signed"),
            (by_name["cert-wrongname"], 25, "Hostname mismatch"),
        ]
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

    def log(self) -> None:
        """A session is logged with its commands and its end."""
        host = hosts.PLAIN["third"]
        commands = ["EHLO log.example", "MAIL FROM:<>", "QUIT"]
        for where in host.addresses:
            probe.converse(where, 25, SECONDS, *commands)
        time.sleep(0.5)
        lines = (self.instance.logs / "sessions-world.jsonl").read_text().splitlines()
        records = [record for record in map(json.loads, lines) if record["server"] == host.name]
        seen = {(record["address"], record["port"], *record["commands"], record["ended"]) for record in records}
        for where in host.addresses:
            self.report.check(f"log of {where}", seen, (where, 25, *commands, "quit") in seen)

    def documented(self) -> None:
        """Whoever writes tests reads the README."""
        text = (Path(__file__).resolve().parent.parent / "README.md").read_text()
        for name in [server.name for server in ODD_SERVERS] + [scenario.name for scenario in SCENARIOS]:
            self.report.check("in README.md", name, f"| `{name}` |" in text)

    def names(self) -> None:
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
                seen, _ = probe.ask(server, name, kind, 5)
                good = seen == verdict or (verdict in ("nodata", "answer") and seen == "secure")
                self.report.check(f"{name} {kind} @{server}", seen, good, verdict)
        seen, answer = probe.ask(hosts.RESOLVER.v4, "bigmx.test", "MX", 5, tcp=True)
        self.report.check("bigmx.test over TCP", (seen, len(answer)), seen == "answer" and len(answer) > 4096)
        seen, answer = probe.ask(hosts.RESOLVER.v4, "bigmx.test", "MX", 5)
        self.report.check("bigmx.test over UDP", seen, bool(answer and answer[2] & 0x02), "truncated")

    def resolvers(self) -> None:
        odd = hosts.ODD_RESOLVERS
        wanted = {
            "strip": "answer",
            "silent": "silence",
            "refused": "rcode 5",
            "servfail": "rcode 2",
            "closed": "closed",
            "slow": "secure",
        }
        for name, verdict in wanted.items():
            for server in odd[name].addresses:
                seen, _ = probe.ask(server, "signed.test", "MX", 3 if name == "slow" else 1)
                self.report.check(f"resolver {name} @{server}", seen, seen == verdict, verdict)
        answer = probe.ask(odd["tcp-only"].v4, "domain1.test", "MX", 2)[1]
        self.report.check("resolver tcp-only over UDP", answer[2:4].hex(), bool(answer[2] & 0x02), "truncated")
        seen, _ = probe.ask(odd["tcp-only"].v4, "domain1.test", "MX", 2, tcp=True)
        self.report.check("resolver tcp-only over TCP", seen, seen == "answer", "answer")
        for name, low, high in (("lossy", 0.5, 0.9), ("lossy-both", 0.3, 0.7)):
            share = sum(probe.ask(odd[name].v4, "domain1.test", "MX", 0.05)[0] == "answer" for _ in range(60)) / 60
            self.report.check(f"resolver {name} share answered", share, low <= share <= high, f"{low} to {high}")
