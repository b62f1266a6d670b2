"""Up, down and status of one copy of the network."""

import fcntl
import os
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from . import dnsservers, firewall, hosts, netns, pki, postfix, processes, zones
from .instance import ROLES, RUN_ROOT, Instance, TestnetError
from .servers import dnswire

# Programs of the packages that `scripts/testnet packages` prints.
PROGRAMS = ("ip", "nft", "openssl", "postfix", "nsd", "ldns-signzone", "unbound", "saslpasswd2", "setpriv")

# Server processes of our own, by the machine they run on.
SERVER_ROLES = ("isp", "core", "world")
DAEMONS = ("nsd", "unbound", "postfix-main", "postfix-backup", *(f"servers-{role}" for role in SERVER_ROLES))

# The whole start takes two seconds on an idle machine; beyond this something hangs.
READY_SECONDS = 30


@contextmanager
def locked(instance: Instance, forget: bool = False):
    """Holds the instance's lock: two commands never change one network at once. With `forget` its file goes too."""
    RUN_ROOT.mkdir(mode=0o755, exist_ok=True)
    while True:
        descriptor = os.open(instance.lock, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            if os.stat(instance.lock).st_ino == os.fstat(descriptor).st_ino:
                break
        except FileNotFoundError:
            pass
        os.close(descriptor)  # the one before us removed the file that we waited for
    try:
        yield
    finally:
        if forget:
            instance.lock.unlink(missing_ok=True)
            try:
                RUN_ROOT.rmdir()
            except OSError:
                pass  # other copies are up
        os.close(descriptor)


def up(instance: Instance) -> str:
    """Brings the network up; says what was done."""
    _require_programs()
    with locked(instance):
        if healthy(instance):
            return f"test network '{instance.name}' is up already"
        began = time.monotonic()
        _tear_down(instance)
        _build(instance)
        return f"test network '{instance.name}' is up ({time.monotonic() - began:.1f} s)"


def down(instance: Instance) -> str:
    with locked(instance, forget=True):
        _tear_down(instance)
    return f"test network '{instance.name}' is down"


def healthy(instance: Instance) -> bool:
    """Whether all namespaces and all processes are there."""
    names = all((Path("/run/netns") / instance.namespace(role)).exists() for role in ROLES)
    return names and instance.is_up() and not processes.missing(instance, DAEMONS)


def _require_programs() -> None:
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        install = "apt-get install --no-install-recommends $(scripts/testnet packages)"
        raise TestnetError(f"{', '.join(missing)} not found; run: {install}")


def _tear_down(instance: Instance) -> None:
    processes.kill_all(instance)
    netns.delete(instance)
    for role in ROLES:
        shutil.rmtree(instance.netns_etc(role), ignore_errors=True)
    try:
        Path("/etc/netns").rmdir()
    except OSError:
        pass  # holds files of others
    subprocess.run(["umount", "--lazy", str(instance.run)], capture_output=True)  # fails where it is no mount
    shutil.rmtree(instance.run, ignore_errors=True)
    if instance.run.exists():
        raise TestnetError(f"cannot remove {instance.run}")


def _build(instance: Instance) -> None:
    _make_run_directory(instance)
    for directory in (instance.pids, instance.ready, instance.logs, instance.pki, instance.zones, instance.unbound):
        directory.mkdir(mode=0o755)
    os.environ[processes.MARK] = instance.name  # inherited by every command run from here on
    with ThreadPoolExecutor() as pool:
        # Namespaces first: their children are forked before there are threads to lose.
        netns.create(instance)
        mail = pool.submit(_prepare_mail, instance)
        filters = pool.submit(firewall.base, instance)
        authority = pki.create(instance)
        _files_in_etc(instance)
        mail.result()
        filters.result()
    for role in SERVER_ROLES:
        processes.start_python(instance, role, f"servers-{role}", "serve", role)
    for which, role in (("main", "world"), ("backup", "backup")):
        processes.start(instance, role, f"postfix-{which}", "postfix", "-c", str(instance.postfix(which)), "start-fg")
    dnsservers.prepare(instance, zones.create(instance, authority))
    processes.start(instance, "world", "nsd", "nsd", "-d", "-c", str(instance.run / "nsd.conf"))
    processes.start(instance, "isp", "unbound", "unbound", "-d", "-c", "/etc/unbound/unbound.conf")
    _wait_until_ready(instance)
    (instance.run / "up").touch()


def _make_run_directory(instance: Instance) -> None:
    """In memory even where /run is on a disk: Postfix waits for every message and every table to be written."""
    instance.run.mkdir(mode=0o755, parents=True)
    kind = subprocess.run(["stat", "--file-system", "--format=%T", str(RUN_ROOT)], capture_output=True, text=True)
    if kind.stdout.strip() != "tmpfs":
        netns.run(
            "mount", "-t", "tmpfs", "-o", "mode=0755,size=1g", f"mxprobe-testnet-{instance.name}", str(instance.run)
        )


def _prepare_mail(instance: Instance) -> None:
    postfix.prepare_main(instance)
    postfix.prepare_backup(instance)


def _files_in_etc(instance: Instance) -> None:
    """What `ip netns exec` lays over /etc: the resolver's address, and what single programs look for there."""
    for role in ROLES:
        directory = instance.netns_etc(role)
        directory.mkdir(mode=0o755, parents=True)
        (directory / "resolv.conf").write_text(f"nameserver {hosts.RESOLVER.v4}\nnameserver {hosts.RESOLVER.v6}\n")
    # Where AppArmor lets Unbound read.
    (instance.netns_etc("isp") / "unbound").symlink_to(instance.unbound)
    # So that postconf, postqueue and certificate checks on backup are those of a machine of its own.
    backup = instance.netns_etc("backup")
    (backup / "postfix").symlink_to(instance.postfix("backup"))
    trust = backup / "ssl" / "certs"
    trust.mkdir(parents=True)
    shutil.copy(instance.ca_file, trust / "ca-certificates.crt")
    if Path("/etc/ssl/openssl.cnf").exists():
        shutil.copy("/etc/ssl/openssl.cnf", backup / "ssl" / "openssl.cnf")


def _wait_until_ready(instance: Instance) -> None:
    """Waits until every server listens and the resolver resolves and validates."""
    deadline = time.monotonic() + READY_SECONDS
    waiting = {f"servers-{role}": (instance.ready / f"servers-{role}").exists for role in SERVER_ROLES}
    waiting["postfix-main"] = lambda: _listens(instance, "postfix-main", hosts.MAIN, 465)
    waiting["postfix-backup"] = lambda: _listens(instance, "postfix-backup", None, 25)
    waiting["unbound"] = lambda: netns.inside(instance.namespace("backup"), _resolves)
    for name, ready in waiting.items():
        while not ready():
            for daemon in DAEMONS:
                if processes.ended(instance, daemon):
                    raise TestnetError(f"{daemon} ended; see {instance.logs}/{daemon}.out")
            if time.monotonic() > deadline:
                raise TestnetError(f"{name} is not ready after {READY_SECONDS} s; see {instance.logs}")
            time.sleep(0.02)


def _listens(instance: Instance, name: str, host, port: int) -> bool:
    """Whether process `name` sees a listener on `port`, of `host` or of any address, in both families."""
    pid = (instance.pids / name).read_text()
    for file, address in (("tcp", host and host.v4), ("tcp6", host and host.v6)):
        found = False
        for line in Path(f"/proc/{pid}/net/{file}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            wanted = f"{_hexadecimal(address) if address else local.split(':')[0]}:{port:04X}"
            found = found or (state == "0A" and local == wanted)
        if not found:
            return False
    return True


def _hexadecimal(address: str) -> str:
    """An address as /proc/net/tcp prints it: 32-bit words in host order."""
    raw = socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
    words = (raw[i : i + 4] for i in range(0, len(raw), 4))
    return "".join(word[::-1].hex().upper() for word in words)


def _resolves() -> None:
    """Raises unless the resolver gives a validated answer on both of its addresses."""
    for server in hosts.RESOLVER.addresses:
        answer = dnswire.ask_udp(server, dnswire.query("signed.test", "MX", dnssec=True), 0.5)
        if answer[3] & 0x0F != dnswire.NOERROR or not answer[3] & dnswire.AD:
            raise ConnectionError("not yet")
