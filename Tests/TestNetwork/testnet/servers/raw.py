"""Listeners that do not speak SMTP, or not for long. Each takes a session and says how it ended."""

import itertools
import os
import select

from .session import Session

# As long as a forgotten flood may run; every client worth testing hangs up much sooner.
FLOOD_BYTES = 64 * 1024 * 1024


def silent(session: Session) -> str:
    """Accepts and says nothing, reading what comes."""
    while True:
        session.commands.append(session.read_line().decode("latin-1"))


def drip(session: Session) -> str:
    """A greeting of endless lines, one byte a second."""
    for byte in itertools.cycle(b"220-odd-drip.odd.test is slow\r\n"):
        session.send(bytes([byte]))
        session.pause(1)


def garbage(session: Session) -> str:
    """4 KiB of random bytes, then waits for the peer to leave."""
    session.send(os.urandom(4096))
    return silent(session)


def long_line(session: Session) -> str:
    """A greeting of 1 MiB without a line end."""
    session.send(b"220 " + b"x" * (1024 * 1024))
    return silent(session)


def endless(session: Session) -> str:
    """A greeting whose last line never comes, as fast as the peer reads."""
    line = b"220-odd-endless.odd.test and there is more to say\r\n" * 1000
    for _ in range(FLOOD_BYTES // len(line)):
        session.send(line)
    return "closed-by-server"


def closes(session: Session) -> str:
    """Closes at once."""
    return "closed-by-server"


def resets(session: Session) -> str:
    """Resets at once."""
    session.reset()


def http(session: Session) -> str:
    """A web server: answers the first line, or after 2 s the want of one, with an error page."""
    readable, _, _ = select.select([session.connection], [], [], 2)
    if readable:
        session.commands.append(session.read_line().decode("latin-1"))
    status = b"400 Bad Request" if readable else b"408 Request Time-out"
    session.send(b"HTTP/1.1 " + status + b"\r\nServer: nginx\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    return "closed-by-server"


def ssh(session: Session) -> str:
    """An SSH banner."""
    session.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")
    session.commands.append(session.read_line().decode("latin-1"))
    return "closed-by-server"
