"""Sessions a second with many hosts: mxprobe with everything on, beside a client that does the least, and what else people use."""

import re
from dataclasses import dataclass

from lab import SESSIONS, Lab, address, domains
from measuring import CLIENT_CORE, SERVER_CORE, BenchError, Sample, measure, median, print_table, ratio, rounds, server_usage

HEADER = ("client", "sessions", "sessions/s", "CPU µs/session", "peak MiB", "mxprobe's rate ÷ this", "mxprobe's CPU ÷ this")
CHECK_SMTP = "/usr/lib/nagios/plugins/check_smtp"

# Sessions that everybody may have under way; mxprobe's default. The plugin is a process for each, and fastest with fewer.
CONCURRENCY = 500
PROCESSES = 50

# blackbox_exporter ends a line with LF alone, which smtp-sink does not take; CR is ours. It is asked over HTTP, by as many as curl can be at once, from the servers' core.
REQUESTS = 100
EXPORTER_PORT = 9115
EXPORTER = """modules:
  plain:
    prober: tcp
    timeout: 30s
    tcp:
      query_response: [{expect: "^220"}, {send: "EHLO bench.test\\r"}, {expect: "^250 "}, {send: "QUIT\\r"}, {expect: "^221"}]
  tls:
    prober: tcp
    timeout: 30s
    tcp:
      query_response:
        - expect: "^220"
        - send: "EHLO bench.test\\r"
        - expect: "^250-STARTTLS"
        - expect: "^250 "
        - send: "STARTTLS\\r"
        - expect: "^220"
        - starttls: true
        - send: "EHLO bench.test\\r"
        - expect: "^250 "
        - send: "QUIT\\r"
        - expect: "^221"
      tls_config: {insecure_skip_verify: true}
"""


@dataclass
class Bulk:
    """What all clients of a table have in common."""

    lab: Lab
    options: object
    is_tls: bool

    def addresses(self, count):
        path = self.lab.folder / f"addresses-{count}"
        path.write_text("".join(f"{address(host)}\n" for host in range(count)))
        return path

    def mxprobe(self, count):
        list_ = self.lab.folder / "domains"
        list_.write_text(domains(count))
        pattern = '"version":"TLS' if self.is_tls else '"outcome":"ready"'
        sample = measure(self.lab.mxprobe(self.options.program, list_, state=f"state-{list_.stat().st_mtime_ns}"), pattern=pattern)
        return whole(sample, sample.done, count, "mxprobe")

    def epoll_client(self, count):
        flags = ["-t"] if self.is_tls else []
        command = self.lab.client(self.options.work / "epoll-client", "-c", CONCURRENCY, *flags)
        sample = measure(command, stdin=self.addresses(count))
        ended, failed = map(int, sample.output.split()) if sample.status in (0, 1) else (0, 0)
        return whole(sample, ended - failed, count, "epoll-client")

    def smtp_source(self, count):
        """One message a session, which is more than the others do; smtp-source cannot do less."""
        command = self.lab.client("smtp-source", "-s", CONCURRENCY, "-m", count, "-l", 1, "-M", "bench.test", f"{address(0)}:25")
        sample = measure(command)
        return whole(sample, count if sample.status == 0 else 0, count, "smtp-source")

    def nmap(self, count):
        words = f"-n -Pn -sT -p 25 --script smtp-commands --min-parallelism {CONCURRENCY} --min-hostgroup 2048 -T5 -iL"
        sample = measure(self.lab.client("nmap", *words.split(), self.addresses(count)))
        return whole(sample, len(re.findall(r"^\|_?\s*smtp-commands: \S", sample.output, re.M)), count, "nmap")

    def exporter(self, count):
        """The exporter's own CPU and memory, and the time that its answers took."""
        process = self.lab.servers["exporter"].pid
        module = "tls" if self.is_tls else "plain"
        urls = self.lab.folder / "urls"
        urls.write_text("".join(
            f'url = "http://127.0.0.1:{EXPORTER_PORT}/probe?module={module}&target={address(host)}:25"\n' for host in range(count)
        ))  # fmt: skip
        before = server_usage(process)
        asked = measure([*self.lab.enter(SERVER_CORE), "curl", "-s", "-Z", "--parallel-max", str(REQUESTS), "-K", str(urls)])
        after = server_usage(process)
        sample = Sample(asked.seconds, after[0] - before[0], after[1])
        return whole(sample, asked.output.count("\nprobe_success 1"), count, "blackbox_exporter")

    def check_smtp(self, count):
        plugin = [CHECK_SMTP, "-t", "30", *(["-S"] if self.is_tls else []), "-H"]
        sample = measure(self.lab.client("xargs", "-P", PROCESSES, "-n", 1, *plugin), stdin=self.addresses(count))
        return whole(sample, sample.output.count("SMTP OK"), count, "check_smtp")


def whole(sample, done, count, name):
    """The sample, if all sessions were good: rates of failures tell nothing."""
    if done != count:
        raise BenchError(f"{name} ended with {sample.status}; {done} of {count} sessions were good: {sample.output[-300:]}")
    sample.done = count
    return sample


def run(options):
    count = 2_000 if options.is_quick else 20_000
    lab = Lab(options.work, count, count)
    try:
        (lab.folder / "exporter.yml").write_text(EXPORTER)
        listen = f"--web.listen-address=127.0.0.1:{EXPORTER_PORT}"
        command = ["prometheus-blackbox-exporter", f"--config.file={lab.folder}/exporter.yml", "--log.level=error", listen]
        lab.start("exporter", *command, core=CLIENT_CORE)
        lab.wait_for_port(EXPORTER_PORT, "blackbox_exporter")
        lab.start_plain_mail()
        print_rows("bulk: sessions in the clear, smtp-sink", Bulk(lab, options, False), count, count)
        work = options.work
        lab.start_mail("tls-sink", work / "tls-sink", SESSIONS, work / "certificate.pem", work / "key.pem")
        print_rows("bulk: sessions with STARTTLS, tls-sink", Bulk(lab, options, True), count // 4, count // 4)
    finally:
        lab.close()


def print_rows(title, bulk, count, fewer):
    """Slow clients hold fewer sessions; a rate is a rate."""
    counts = {
        "mxprobe check": (bulk.mxprobe, count),
        "epoll client (C)": (bulk.epoll_client, count),
        "blackbox_exporter": (bulk.exporter, fewer // 2),
        f"xargs -P {PROCESSES} check_smtp": (bulk.check_smtp, fewer // 10),
    }
    if not bulk.is_tls:
        counts["smtp-source (sends a message)"] = (bulk.smtp_source, count)
        counts["nmap smtp-commands"] = (bulk.nmap, fewer // 2)
    tools = {name: lambda _, run=run, some=some: run(some) for name, (run, some) in counts.items()}
    samples = rounds(bulk.options.runs, tools)
    ours = samples["mxprobe check"]
    rows = [
        (
            name, f"{counts[name][1]:,}", f"{median(some, lambda one: one.rate):,.0f}", f"{median(some, lambda one: one.cost):,.0f}",
            f"{median(some, lambda one: one.memory):.0f}", f"{ratio(ours, some, lambda one: one.rate):.2f}",
            f"{ratio(ours, some, lambda one: one.cost):.2f}",
        )
        for name, some in samples.items()
    ]  # fmt: skip
    print_table(title, HEADER, rows)
