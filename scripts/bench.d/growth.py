"""What a health check costs as the list of domains grows."""

import statistics

from lab import MAXIMUM_HOSTS, Lab, domains
from measuring import BenchError, measure, print_table

HEADER = ("domains", "hosts", "rounds", "s", "domains/s", "CPU s", "CPU µs/domain", "peak MiB")

# A list of this length takes minutes, and is measured once.
LONG = 1_000_000


def run(options):
    counts = [1_000, 10_000] if options.is_quick else [1_000, 10_000, 100_000]
    if options.is_all:
        counts = [1_000, 10_000, 100_000, LONG]
    lab = Lab(options.work, counts[-1], MAXIMUM_HOSTS)
    try:
        lab.start_plain_mail()
        print_table("growth: check of more and more domains", HEADER, (row(lab, options, count) for count in counts))
    finally:
        lab.close()


def row(lab, options, count):
    list_ = lab.folder / "domains"
    list_.write_text(domains(count))
    samples = [checked(lab, options.program, list_, count, number) for number in range(1 if count >= LONG else options.runs)]
    seconds, cpu, memory = (
        statistics.median(values) for values in zip(*((one.seconds, one.cpu, one.memory) for one in samples))
    )
    return (
        f"{count:,}", f"{min(count, lab.hosts):,}", len(samples), f"{seconds:.2f}", f"{count / seconds:,.0f}", f"{cpu:.2f}",
        f"{cpu * 1e6 / count:.0f}", f"{memory:.0f}",
    )  # fmt: skip


def checked(lab, program, list_, count, number):
    """One run with a state of its own; fails where it did not reach all hosts."""
    sample = measure(lab.mxprobe(program, list_, state=f"state-{count}-{number}"), pattern='"outcome":"ready"')
    if sample.done != count:
        raise BenchError(f"mxprobe ended with {sample.status}; {sample.done} of {count} sessions were good")
    return sample
