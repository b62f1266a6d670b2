"""The network's processes: started in their namespace, known by process id, found again after any crash."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .instance import ROLES, Instance, TestnetError

PACKAGE_PARENT = str(Path(__file__).resolve().parent.parent)

# In the environment of everything that `up` runs, so that `down` finds it wherever it stands.
MARK = "MXPROBE_TESTNET_OWNER"

# A killed process that is still there after this is stuck in the kernel.
DEATH_SECONDS = 5


def start(instance: Instance, role: str, name: str, *command: str) -> int:
    """Starts a process that outlives us in the namespace of `role`; its output goes to logs/NAME.out."""
    environment = {**os.environ, MARK: instance.name, "MXPROBE_TESTNET": instance.name, "PYTHONPATH": PACKAGE_PARENT}
    with open(instance.logs / f"{name}.out", "ab") as output:
        process = subprocess.Popen(
            ["ip", "netns", "exec", instance.namespace(role), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd="/",
            env=environment,
        )
    (instance.pids / name).write_text(str(process.pid))
    return process.pid


def start_python(instance: Instance, role: str, name: str, module: str, *arguments: str) -> int:
    return start(instance, role, name, sys.executable, "-B", "-m", f"testnet.{module}", *arguments)


def stop(instance: Instance, name: str) -> None:
    """Kills one process by the id written down for it, if it still is that process."""
    path = instance.pids / name
    if path.exists():
        pid = int(path.read_text())
        if pid in _marked(instance):
            _kill({pid})
        path.unlink()


def missing(instance: Instance, names: tuple) -> list:
    """Those of `names` that do not run in one of our namespaces (their id may have been given to another process)."""
    inside = _inside(instance)
    recorded = {name: instance.pids / name for name in names}
    return [name for name, path in recorded.items() if not path.exists() or int(path.read_text()) not in inside]


def ended(instance: Instance, name: str) -> bool:
    """Whether a process started just now is gone already; it may not have reached its namespace yet."""
    return not _running(int((instance.pids / name).read_text()))


def kill_all(instance: Instance) -> None:
    """Kills everything in our namespaces and everything that `up` started, over and over until nothing is left."""
    deadline = time.monotonic() + DEATH_SECONDS
    while found := _inside(instance) | _marked(instance):
        if time.monotonic() > deadline:
            raise TestnetError(f"processes will not die: {sorted(found)}")
        _kill(found)


def _kill(pids: set) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    deadline = time.monotonic() + DEATH_SECONDS
    while time.monotonic() < deadline and any(_running(pid) for pid in pids):
        _reap()
        time.sleep(0.005)


def _reap() -> None:
    """Collects children of ours that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return state.rsplit(") ", 1)[1][0] not in "ZX"


def _pids() -> list:
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]


def _inside(instance: Instance) -> set:
    """Living processes whose network namespace is one of ours."""
    ours = set()
    for role in ROLES:
        try:
            status = os.stat(f"/run/netns/{instance.namespace(role)}")
            ours.add((status.st_dev, status.st_ino))
        except OSError:
            pass
    found = set()
    for pid in _pids():
        try:
            status = os.stat(f"/proc/{pid}/ns/net")
        except OSError:
            continue
        if (status.st_dev, status.st_ino) in ours and _running(pid):
            found.add(pid)
    return found


def _marked(instance: Instance) -> set:
    """Living processes that `up` or a scenario started."""
    wanted, found = f"{MARK}={instance.name}".encode(), set()
    for pid in _pids():
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            continue
        if wanted in environment.split(b"\0") and _running(pid):
            found.add(pid)
    return found
