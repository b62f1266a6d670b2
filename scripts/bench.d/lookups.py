"""Distinct MX lookups a second: `mxprobe check` of domains that take no mail (one lookup and no session each), beside dnsperf."""

from lab import AUTHORITY, RESOLVER, Lab
from measuring import BenchError, measure, median, print_table, ratio, rounds

HEADER = ("server", "client", "lookups/s", "CPU µs/lookup", "peak MiB", "mxprobe's rate ÷ this")

# Questions that dnsperf has under way, as many as domains that mxprobe has.
WINDOW = 100


def run(options):
    count = 5_000 if options.is_quick else 50_000
    lab = Lab(options.work, 1, 1)
    try:
        rows = rows_of(lab, options, count, AUTHORITY, "authoritative (NSD)")
        rows += rows_of(lab, options, count, RESOLVER, "resolver (Unbound), nothing cached")
        print_table(f"dns: {count:,} distinct MX lookups", HEADER, rows)
    finally:
        lab.close()


def rows_of(lab, options, count, server, words):
    tools = {
        "mxprobe check": lambda number: mxprobe(lab, options.program, names(lab, count, f"m{server[-1]}{number}"), server, count),
        "dnsperf": lambda number: dnsperf(lab, names(lab, count, f"p{server[-1]}{number}"), server, count),
    }
    samples = rounds(options.runs, tools)
    ours = samples["mxprobe check"]
    return [
        (
            words, name, f"{median(some, lambda one: one.rate):,.0f}", f"{median(some, lambda one: one.cost):.0f}",
            f"{median(some, lambda one: one.memory):.0f}", f"{ratio(ours, some, lambda one: one.rate):.2f}",
        )
        for name, some in samples.items()
    ]  # fmt: skip


def names(lab, count, round_):
    """Names that nobody has asked for yet, so that no cache has them."""
    path = lab.folder / "names"
    path.write_text("".join(f"{round_}n{number}.null.bench.test\n" for number in range(count)))
    return path


def mxprobe(lab, program, list_, server, count):
    command = lab.mxprobe(program, list_, resolver=server, state=f"state-{list_.stat().st_mtime_ns}")
    return whole(measure(command, pattern='"verdict":"no-mail"'), count, "mxprobe")


def dnsperf(lab, list_, server, count):
    queries = lab.folder / "queries"
    queries.write_text(list_.read_text().replace("\n", " MX\n"))
    sample = measure(lab.client("dnsperf", "-s", server, "-d", queries, "-q", WINDOW, "-n", 1))
    line = next((line for line in sample.output.splitlines() if "Queries completed:" in line), ": 0")
    sample.done = int(line.split(":")[1].split()[0])
    return whole(sample, count, "dnsperf")


def whole(sample, count, name):
    if sample.done != count:
        raise BenchError(f"{name} ended with {sample.status}; {sample.done} of {count} lookups were answered")
    return sample
