"""What scripts/bench runs once all is built: reads the options, runs the parts, and prints where it ran."""

import argparse
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import bulk
import growth
import lookups
import oneshot
from measuring import BenchError

PARTS = {"oneshot": oneshot.run, "bulk": bulk.run, "growth": growth.run, "dns": lookups.run}


@dataclass
class Options:
    """What is measured, and how often."""

    program: Path
    work: Path
    is_quick: bool
    is_all: bool
    runs: int


def read_options():
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--runs", type=int)
    parser.add_argument("parts", nargs="+", choices=PARTS)
    read = parser.parse_args()
    runs = read.runs or (3 if read.quick else 5)
    return Options(read.program, read.work, read.quick, read.all, runs), read.parts


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    options, parts = read_options()
    version = subprocess.run([options.program, "--version"], capture_output=True, text=True).stdout.strip()
    print(f"{version}; {len(os.sched_getaffinity(0))} cores, {processor()}; Linux {platform.release()}; {options.runs} rounds")
    try:
        for part in parts:
            PARTS[part](options)
    except BenchError as error:
        sys.exit(f"bench: error: {error}")


if __name__ == "__main__":
    main()
