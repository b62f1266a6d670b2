"""One domain in the test network, healthy, blocked and far away: mxprobe beside the tools that people reach for."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

from bulk import CHECK_SMTP, EXPORTER, EXPORTER_PORT
from measuring import BenchError, Sample, measure, median, print_table, ratio, rounds, server_usage

TESTNET = Path(__file__).resolve().parent.parent / "testnet"
DOMAIN, HOST = "domain1.test", "mail.domain1.test"
HEADER = ("tool", "median s", "CPU ms", "peak MiB", "its time ÷ mxprobe's", "names the cause")
# Port 465 speaks TLS from the start, which the plugin cannot.
PORTS = "25 2525 587 26"

CONFIGURATION = """\
controls:
  - {{host: control1.alpha.test, reference_ports: [587, 443]}}
  - {{host: control1.beta.test, reference_ports: [587, 443]}}
  - {{host: control1.gamma.test, reference_ports: [587, 443]}}
dns:
  trust_anchor: {anchor}
  allow_special_purpose: [198.18.0.0/15, "2001:2::/48"]
"""

# Who names the cause: where port 25 is blocked, the output has to say that it is, or how, and where: the router's name, address
# or hop. A word for what any dead host looks like too is a symptom. Where all is well, it has to say so.
WELL = (r"HEALTHY|SMTP OK|TLS connection established|250 2\.1\.5|\|_?\s*smtp-commands: \S|^probe_success 1", None)
WHERE = r"(hop 1\b|gw\.isp\.test|198\.18\.1\.1\b)"
SCENARIOS = {
    "clean": ("healthy", WELL),
    "drop-r1": ("25 dropped at router 1", (rf"(?s)(blocked|dropped).*{WHERE}", r"(?i)time[d-]? ?out|filtered|probe_success 0")),
    "reset-r1": ("25 reset at router 1", (rf"(?s)(blocked|reset).*{WHERE}", r"(?i)refused|reset|closed|probe_success 0")),
    "latency300": ("healthy, 300 ms round trip", WELL),
}


class Network:
    """The test network, with blackbox_exporter on its backup MX."""

    def __init__(self, options):
        self.program, self.work = options.program, options.work
        # A silent port is given up after this long by all that can be told to.
        self.patience = 5 if options.is_quick else 10
        os.environ["MXPROBE_TESTNET"] = f"bench-{os.getpid()}"
        self.call("up")
        self.exporter = None
        try:
            anchor = json.loads(self.call("list", "--json"))["files"]["trust_anchor"]
            (self.work / "mxprobe.yaml").write_text(CONFIGURATION.format(anchor=anchor))
            self.exporter = self._start_exporter()
        except BaseException:
            self.close()
            raise

    def call(self, *words):
        done = subprocess.run([TESTNET, *words], capture_output=True, text=True)
        if done.returncode:
            raise BenchError(f"testnet {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def _start_exporter(self):
        (self.work / "exporter.yml").write_text(EXPORTER.replace("timeout: 30s", f"timeout: {self.patience}s"))
        command = ["prometheus-blackbox-exporter", f"--config.file={self.work}/exporter.yml", "--log.level=error"]
        process = subprocess.Popen([TESTNET, "in", "backup", *command, f"--web.listen-address=127.0.0.1:{EXPORTER_PORT}"])
        for _ in range(100):
            if subprocess.run(self.inside("curl", "-so", "/dev/null", f"127.0.0.1:{EXPORTER_PORT}")).returncode == 0:
                return process
            time.sleep(0.1)
        raise BenchError("blackbox_exporter does not start")

    def inside(self, *words):
        return ["ip", "netns", "exec", f"{os.environ['MXPROBE_TESTNET']}-backup", *map(str, words)]

    def mxprobe(self, _):
        return measure(self.inside(self.program, "diagnose", "--config", self.work / "mxprobe.yaml", DOMAIN))

    def check_smtp(self, _):
        return measure(self.inside(CHECK_SMTP, "-H", HOST, "-S", "-t", self.patience))

    def check_smtp_loop(self, _):
        loop = f'for port in {PORTS}; do {CHECK_SMTP} -H {HOST} -p "$port" -t {self.patience}; done'
        return measure(self.inside("sh", "-c", loop))

    def posttls_finger(self, _):
        return measure(self.inside("posttls-finger", "-c", "-T", self.patience, "-t", self.patience, DOMAIN))

    def swaks(self, _):
        words = f"--to postmaster@{DOMAIN} --from <> --tls-optional --quit-after RCPT --timeout {self.patience}"
        return measure(self.inside("swaks", *words.split()))

    def nmap(self, _):
        return measure(self.inside("nmap", "-Pn", "-p", "25", "--script", "smtp-commands", HOST))

    def blackbox(self, _):
        url = f"http://127.0.0.1:{EXPORTER_PORT}/probe?module=tls&debug=true&target={HOST}:25"
        before = server_usage(self.exporter.pid)
        asked = measure(self.inside("curl", "-s", url))
        after = server_usage(self.exporter.pid)
        return Sample(asked.seconds, after[0] - before[0], after[1], asked.status, asked.output)

    def close(self):
        if self.exporter:
            self.exporter.terminate()
            self.exporter.wait()
        self.call("down")


def run(options):
    network = Network(options)
    tools = {
        "mxprobe diagnose": network.mxprobe,
        "check_smtp -S": network.check_smtp,
        f"check_smtp, ports {PORTS}": network.check_smtp_loop,
        "posttls-finger": network.posttls_finger,
        "swaks": network.swaks,
        "nmap smtp-commands": network.nmap,
        "blackbox_exporter": network.blackbox,
    }
    try:
        for scenario, (words, patterns) in SCENARIOS.items():
            network.call("scenario", scenario)
            samples = rounds(options.runs, tools)
            print_table(f"oneshot: {words} (`{scenario}`)", HEADER, [row(name, samples, patterns) for name in tools])
    finally:
        network.close()


def row(name, samples, patterns):
    ours, some = samples["mxprobe diagnose"], samples[name]
    return (
        name, f"{median(some, lambda one: one.seconds):.2f}", f"{median(some, lambda one: one.cpu) * 1000:.0f}",
        f"{median(some, lambda one: one.memory):.0f}", f"{ratio(some, ours, lambda one: one.seconds):.2f}",
        "; ".join(sorted({judge(one.output, *patterns) for one in some})),
    )  # fmt: skip


def judge(output, cause, symptom):
    if re.search(cause, output, re.M):
        return "yes"
    return "symptom only" if symptom and re.search(symptom, output, re.M) else "no"
