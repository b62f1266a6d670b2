"""Runs commands, measures them, and turns what was measured into tables."""

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_cores = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = str(_cores[0]), str(_cores[-1])


class BenchError(Exception):
    """Why the benchmark cannot go on."""


@dataclass
class Sample:
    """One run of one tool: what it took, and what it did."""

    seconds: float
    cpu: float
    memory: float
    status: int = 0
    output: str = ""
    done: int = 1

    @property
    def rate(self):
        return self.done / self.seconds

    @property
    def cost(self):
        """CPU for each thing done, in microseconds."""
        return self.cpu * 1e6 / self.done


def measure(command, stdin=None, pattern=None):
    """Runs a command to its end: its time, its CPU with that of its children, and the peak memory of the largest of them.

    With a pattern its lines of output that hold it are counted as what it has done, and none is kept: they may be many.
    """
    with (
        open(stdin or os.devnull, "rb") as input_,
        tempfile.TemporaryFile() as output,
        tempfile.NamedTemporaryFile("r") as memory,
    ):
        # The kernel's own figure for a child of Python's is at least Python's.
        timed = ["/usr/bin/time", "--quiet", "-o", memory.name, "-f", "%M"]
        start = time.monotonic()
        process = subprocess.Popen(
            [*timed, *map(str, command)],
            stdin=input_,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = int(memory.read().split()[-1]) / 1024
        output.seek(0)
        done = sum(pattern.encode() in line for line in output) if pattern else 1
        text = "" if pattern else output.read().decode(errors="replace")
    cpu = usage.ru_utime + usage.ru_stime
    return Sample(seconds, cpu, peak, process.returncode, text, done)


def server_usage(pid):
    """The CPU in seconds that a running server has used, and its peak memory in MiB."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    cpu = sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    return cpu, peak / 1024


def rounds(count, tools):
    """Lets the tools take turns: the samples of each, by name. `tools` has functions of the round's number."""
    samples = {name: [] for name in tools}
    for number in range(count):
        for name, run in tools.items():
            samples[name].append(run(number))
    return samples


def median(samples, key):
    return statistics.median(key(sample) for sample in samples)


def ratio(ours, theirs, key):
    """The median of what each round's two samples have for a ratio."""
    return statistics.median(key(mine) / key(other) for mine, other in zip(ours, theirs) if key(other))


def print_table(title, header, rows):
    print(f"\n### {title}\n\n| {' | '.join(header)} |\n|{' --- |' * len(header)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |", flush=True)
