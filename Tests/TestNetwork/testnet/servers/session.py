"""One accepted connection: reading, writing, TLS, and the line about it in the session log."""

import json
import os
import select
import socket
import ssl
import struct
import time
from datetime import datetime, timezone

# Nothing in the test network needs a connection for longer; it ends a forgotten session.
SESSION_SECONDS = 300

# A command line longer than this is cut; RFC 5321, section 4.5.3.1.4, asks for 512.
MAXIMUM_COMMAND = 4096


class SessionEnd(Exception):
    """The session is over; the argument says how, in the words of the session log."""


class SessionLog:
    """Appends one JSON object per session; a single write keeps lines whole between threads and processes."""

    def __init__(self, path):
        self.descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def write(self, record: dict) -> None:
        os.write(self.descriptor, (json.dumps(record) + "\n").encode())


class Session:
    """A connection with a peer and what was said on it."""

    def __init__(self, connection: socket.socket, server: str, peer, local):
        self.connection = connection
        self.server = server
        self.peer = peer
        self.local = local
        self.commands = []
        self.buffer = b""
        self.tls = None
        self.server_name_indication = None
        self.started = time.time()
        connection.settimeout(SESSION_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes, segment: int = 0) -> None:
        """Sends everything; with `segment`, in TCP segments of that many bytes."""
        if not segment:
            self.connection.sendall(data)
            return
        for start in range(0, len(data), segment):
            self.connection.sendall(data[start : start + segment])
            time.sleep(0.005)

    def read_line(self) -> bytes:
        """The next line without its end. Raises SessionEnd when the peer is gone."""
        while b"\n" not in self.buffer:
            if len(self.buffer) > MAXIMUM_COMMAND:
                line, self.buffer = self.buffer, b""
                return line
            data = self.connection.recv(65536)
            if not data:
                raise SessionEnd("closed-by-peer")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def pause(self, seconds: float) -> None:
        """Waits, unless the peer hangs up meanwhile. Early talk is left unread."""
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLRDHUP)
        for _, event in poll.poll(seconds * 1000):
            raise SessionEnd("reset-by-peer" if event & select.POLLERR else "closed-by-peer")

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Shakes hands as the server; the name asked for (SNI) goes to the log."""
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.server_name_indication = getattr(self.connection, "asked_for", None)
        self.connection.settimeout(SESSION_SECONDS)
        self.tls = self.connection.version()
        self.buffer = b""

    def reset(self) -> None:
        """Ends the connection with an RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        raise SessionEnd("reset-by-server")

    def record(self, ended: str) -> dict:
        started = datetime.fromtimestamp(self.started, timezone.utc)
        return {
            "time": started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "server": self.server,
            "address": self.local[0],
            "port": self.local[1],
            "peer": self.peer[0],
            "peer_port": self.peer[1],
            "commands": self.commands,
            "tls": self.tls,
            "sni": self.server_name_indication,
            "ended": ended,
            "duration_ms": round((time.time() - self.started) * 1000, 1),
        }


def run(session: Session, behaviour, log: SessionLog) -> None:
    """Runs `behaviour(session)` to its end, closes the connection and logs it."""
    try:
        ended = behaviour(session) or "closed-by-server"
    except SessionEnd as end:
        ended = str(end)
    except TimeoutError:
        ended = "timeout"
    except ConnectionError:
        ended = "reset-by-peer"
    except ssl.SSLEOFError:
        ended = "closed-by-peer"
    except ssl.SSLError as error:
        ended = f"tls-failed: {error.reason}"
    except OSError as error:
        ended = f"failed: {error.strerror}"
    if ended == "quit" and session.tls:
        say_goodbye(session.connection)
    session.connection.close()
    log.write(session.record(ended))


def say_goodbye(connection: ssl.SSLSocket) -> None:
    """Ends TLS with a close alert, so that the peer sees no truncated stream."""
    try:
        connection.settimeout(0.5)
        connection.unwrap()
    except (OSError, ValueError):
        pass
